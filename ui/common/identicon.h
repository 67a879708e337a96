// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>
#include <QWidget>

namespace run402 {

/// A small symmetric pattern in one of twelve hues, made from an address: two wallets are told apart at a glance. It
/// helps to recognise, it proves nothing; the address is compared where it matters.
/// Decoration: the address is told beside it. Owner: parent. Thread: GUI.
class Identicon : public QWidget
{
    Q_OBJECT
public:
    explicit Identicon(int side, QWidget* parent = nullptr);
    void setAddress(const QString& address); ///< upper and lower case are the same
    QString address() const { return m_address; }

    /// Paints into `rect`. `dark`: on a dark ground.
    static void paint(QPainter* painter, const QRectF& rect, const QString& address, bool dark);
    /// For menus; follows a theme switch.
    static QIcon icon(const QString& address);

    QSize sizeHint() const override { return {m_side, m_side}; }

private:
    void paintEvent(QPaintEvent* event) override;

    int m_side;
    QString m_address;
};

} // namespace run402
