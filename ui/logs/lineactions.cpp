// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/lineactions.h"

#include "models/domain/datasize.h"
#include "models/item/objectlistmodel.h"
#include "ui/common/button.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {
constexpr qsizetype searched = 4000; ///< characters of a line
}

LineActions::LineActions(QWidget* parent) : QWidget(parent)
{
    setObjectName(u"logs.line"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 10);
    column->setSpacing(6);
    auto* facts = new QGridLayout;
    facts->setHorizontalSpacing(14);
    facts->setVerticalSpacing(4);
    facts->setColumnStretch(1, 1);
    const auto fact = [&](const QString& name, Label** nameLabel = nullptr) {
        auto* key = new Label(name, Theme::Font::Small, "text.secondary");
        auto* value = new Label({}, Theme::Font::Small);
        const int row = facts->rowCount();
        facts->addWidget(key, row, 0);
        facts->addWidget(value, row, 1);
        if (nameLabel)
            *nameLabel = key;
        return value;
    };
    m_size = fact(tr("Length"));
    m_same = fact(tr("Same error"), &m_sameName);
    column->addLayout(facts);
    column->addStretch();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_code = new Button({}, u"code-xml"_s, Button::Variant::Secondary);
    m_code->setObjectName(u"logs.code"_s);
    auto* again = new Button(tr("Send again"), u"play"_s, Button::Variant::Secondary);
    again->setObjectName(u"logs.sendAgain"_s);
    again->setToolTip(tr("Sends the request behind this line once more, as it was sent from here."));
    for (Button* button : {m_code, again}) {
        button->setSize(Button::Size::Small);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    column->addLayout(buttons);
    connect(m_code, &Button::clicked, this, [this] { Q_EMIT codeRequested(m_row.function, codeLine(m_row)); });
    connect(again, &Button::clicked, this, [this] { Q_EMIT sendAgainRequested(m_row.function, m_row.atMs); });
}

void LineActions::setLine(const LogRow& row)
{
    m_row = row;
    m_size->setText(byteText(row.text.toUtf8().size()));
    m_same->setText(tr("%n time(s)", nullptr, row.same));
    m_same->setVisible(row.same > 1);
    m_sameName->setVisible(row.same > 1);
    const int line = codeLine(row);
    m_code->setText(line > 0 ? tr("Go to line %1").arg(line) : tr("Open the code"));
}

int LineActions::panelWidth() { return Theme::of().scaled(290); }

int LineActions::codeLine(const LogRow& row)
{
    // "at default (scale-recipe.mjs:7:27)"
    static const QRegularExpression place(u"\\.m?js:(\\d{1,6})"_s);
    const auto match = place.match(row.text.left(searched));
    return match.hasMatch() ? match.captured(1).toInt() : 0;
}

} // namespace run402
