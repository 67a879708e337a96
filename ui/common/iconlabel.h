// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace run402 {

/// A Lucide icon as a widget, in a colour token. Decoration: not in the
/// accessibility tree by name. Owner: parent. Thread: GUI.
class IconLabel : public QWidget
{
    Q_OBJECT
public:
    explicit IconLabel(const QString& icon, int size = 16, const char* token = "text.secondary",
                       QWidget* parent = nullptr);
    void setIconName(const QString& icon);
    void setToken(const char* token);
    /// A tinted square of `side` behind the icon, e.g. "accent.tint".
    void setTile(int side, const char* token);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    void paintEvent(QPaintEvent* event) override;

    QString m_icon;
    int m_size;
    int m_side = 0;
    QByteArray m_token;
    QByteArray m_tile;
};

/// The application's mark at any size.
class AppMark : public QWidget
{
    Q_OBJECT
public:
    explicit AppMark(int side, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {m_side, m_side}; }

private:
    void paintEvent(QPaintEvent* event) override;
    int m_side;
};

} // namespace run402
