// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace run402 {

class Spinner;

/// The push button of the application. Owner: parent. Thread: GUI.
///
/// setBusy(true) shows the progress ring in place of the icon and ignores
/// clicks; the text stays. A menu set with setMenu() adds a chevron.
class Button : public QPushButton
{
    Q_OBJECT
public:
    enum class Variant { Primary, Secondary, Danger, DangerSolid, Ghost, PayMainnet, PayTestnet, PaySandbox };
    enum class Size { Small, Normal, Large }; ///< 24, 30 and 36 high

    explicit Button(const QString& text, Variant variant = Variant::Secondary, QWidget* parent = nullptr);
    Button(const QString& text, const QString& icon, Variant variant, QWidget* parent = nullptr);

    void setVariant(Variant variant);
    Variant variant() const { return m_variant; }
    void setSize(Size size);
    /// A Lucide name; empty for none.
    void setIconName(const QString& name);
    /// Words for the keys, shown in mono after the text: "Ctrl ↵".
    void setKeyHint(const QString& keys);
    void setBusy(bool busy);
    bool isBusy() const { return m_busy; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void init();
    struct Look;
    Look look() const;
    int padding() const;
    int gap() const;

    Variant m_variant;
    Size m_size = Size::Normal;
    QString m_icon;
    QString m_keys;
    bool m_busy = false;
    Spinner* m_spinner = nullptr;
};

/// A square button with an icon alone. The tooltip is `name` and the shortcut;
/// the accessible name is `name`.
class IconButton : public QAbstractButton
{
    Q_OBJECT
public:
    IconButton(const QString& icon, const QString& name, QWidget* parent = nullptr);

    void setIconName(const QString& icon);
    void setName(const QString& name);
    /// 24 instead of 30; the icon stays 14 or 16.
    void setSmall(bool small);
    void setIconSizePx(int px);
    /// Shown in the tooltip; does not bind the key.
    void setShortcutHint(const QString& keys);
    void setToken(const char* token);
    /// A dot at the upper right, e.g. unread messages.
    void setMarked(bool marked);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refreshToolTip();

    QString m_icon;
    QString m_name;
    QString m_keys;
    QByteArray m_token = "text.secondary";
    int m_iconSize = 16;
    bool m_small = false;
    bool m_marked = false;
};

} // namespace run402
