// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace run402 {

enum class Tone { Neutral, Success, Info, Warning, Danger, Sandbox, Testnet, Mainnet, Money, Outline };

/// Token prefix of a tone: "success", "env.testnet"; empty for Neutral and Outline.
QString toneToken(Tone tone);

/// A short state in a tinted box, 20 high (16 as a badge). Owner: parent. Thread: GUI.
class Chip : public QWidget
{
    Q_OBJECT
public:
    explicit Chip(const QString& text, Tone tone = Tone::Neutral, QWidget* parent = nullptr);

    void setText(const QString& text);
    QString text() const { return m_text; }
    void setTone(Tone tone);
    void setIconName(const QString& name);
    /// A dot before the text, in the tone's colour.
    void setDot(bool on);
    /// 16 high, for counts in lists.
    void setBadge(bool on);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// Paints a chip into a delegate's rectangle; returns the width used.
    static int paint(QPainter* painter, const QRectF& rect, const QString& text, Tone tone, bool alignRight);

private:
    void paintEvent(QPaintEvent* event) override;

    QString m_text;
    QString m_icon;
    Tone m_tone;
    bool m_dot = false;
    bool m_badge = false;
};

} // namespace run402
