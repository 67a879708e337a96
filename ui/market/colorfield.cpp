// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/colorfield.h"

#include "ui/common/inputs.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QMenu>
#include <QPainter>

namespace run402 {

using namespace Qt::StringLiterals;

ColorField::ColorField(QWidget* parent) : QAbstractButton(parent), m_edit(new LineEdit)
{
    m_edit->setMono(true);
    m_edit->setMaxLength(7);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Choose a colour"));
    connect(m_edit, &QLineEdit::textChanged, this, [this] { update(); });
    connect(m_edit, &QLineEdit::textEdited, this, &ColorField::edited);
    connect(this, &QAbstractButton::clicked, this, &ColorField::choose);
}

void ColorField::setColor(const QString& color)
{
    m_edit->setText(color);
}

QSize ColorField::sizeHint() const
{
    const int side = Theme::of(this).size("height.control");
    return {side, side};
}

void ColorField::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    const QColor color(m_edit->text());
    const QRectF box = QRectF(rect());
    paintBox(&p, box, 6, t.color("bg.surface"), t.color("border.control"));
    if (color.isValid())
        paintBox(&p, box.adjusted(4, 4, -4, -4), 4, color);
    if (t.focusVisible(this))
        paintRing(&p, box, 6, t.color("focus.ring"));
}

void ColorField::choose()
{
    struct Named { QString name; const char* color; };
    const Named colors[] = {{tr("Green"), "#0A7A55"}, {tr("Blue"), "#2457A8"},   {tr("Violet"), "#6D3FC9"}, {tr("Rose"), "#BE123C"},
                            {tr("Orange"), "#C2410C"}, {tr("Amber"), "#C98A0C"}, {tr("Teal"), "#0F6E7C"},   {tr("Pink"), "#D6336C"},
                            {tr("Slate"), "#3D5566"}, {tr("Lime"), "#5C940D"}};
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Named& named : colors) {
        QPixmap swatch(32, 32);
        swatch.fill(Qt::transparent);
        QPainter p(&swatch);
        paintBox(&p, QRectF(2, 2, 28, 28), 8, QColor(QLatin1StringView(named.color)));
        p.end();
        connect(menu->addAction(QIcon(swatch), named.name), &QAction::triggered, this, [this, color = QString::fromLatin1(named.color)] {
            m_edit->setText(color);
            Q_EMIT edited();
        });
    }
    menu->popup(mapToGlobal(QPoint(0, height())));
}

} // namespace run402
