// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QLabel>

#include <array>

namespace run402 {

/// Text in a font role and a colour token, both followed live.
/// Plain text unless setTextFormat says otherwise. Owner: parent. Thread: GUI.
class Label : public QLabel
{
    Q_OBJECT
public:
    explicit Label(const QString& text = {}, Theme::Font role = Theme::Font::Body,
                   const char* token = "text.primary", QWidget* parent = nullptr);

    void setRole(Theme::Font role);
    void setToken(const char* token);
    int heightForWidth(int width) const override;

private:
    /// What a height was measured for. Nested layouts ask for the same few again and again, and shaping the words each
    /// time took a third of the opening of a pane.
    struct Measured
    {
        QString text;
        QFont font;
        QMargins margins;
        int width = -1, margin = 0, indent = 0;
        Qt::TextFormat format = Qt::PlainText;
        Qt::TextInteractionFlags flags;
        bool wraps = false;
        int height = -1; ///< what came out
        bool sameQuestion(const Measured& other) const;
    };
    void refresh();

    Theme::Font m_role;
    QByteArray m_token;
    mutable std::array<Measured, 4> m_heights; ///< asked for lately
    mutable std::size_t m_oldest = 0;
};

/// A Label of one line that ends in "…" when there is no room; the whole text
/// is then the tooltip. Its minimum width is small, so it never widens a layout.
class ElidedLabel : public Label
{
    Q_OBJECT
public:
    using Label::Label;

    void setElideMode(Qt::TextElideMode mode);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

/// Text that acts: accent colour, hand cursor, underlined under the mouse,
/// reachable by Tab; Enter and Space act too.
class LinkLabel : public QLabel
{
    Q_OBJECT
public:
    explicit LinkLabel(const QString& text, QWidget* parent = nullptr);
    void setLinkText(const QString& text);
    QString linkText() const { return m_text; }

Q_SIGNALS:
    void clicked();

private:
    void refresh();
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

    QString m_text;
    bool m_over = false;
};

} // namespace run402
