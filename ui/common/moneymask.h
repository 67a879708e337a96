// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QWidget;

namespace run402 {

/// Whether amounts of money can be read, for people who are not alone in front of the screen (Ctrl+Shift+M).
///
/// Everything that shows what somebody has, paid or got passes its text through shown() and paints again on changed().
/// Prices and what is about to be signed stay readable: nobody agrees to a price unseen. Files written (CSV, clipboard)
/// are not touched. Digits become four dots, however many there were.
/// Owner: the QApplication; one for all, as the theme. Thread: GUI.
class MoneyMask final : public QObject
{
    Q_OBJECT
public:
    static MoneyMask& of(const QWidget* widget = nullptr);

    bool isHidden() const { return m_hidden; }
    void setHidden(bool hidden);

    /// An amount with sign and unit: "$5.09" is "$••••" while hidden.
    QString shown(const QString& amount) const;
    /// Words with amounts among other numbers: only what has a currency is hidden.
    QString shownWithin(const QString& words) const;

Q_SIGNALS:
    void changed(bool hidden);

private:
    explicit MoneyMask(QObject* parent) : QObject(parent) {}
    bool m_hidden = false;
};

} // namespace run402
