// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/checkscard.h"

#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/deploy/deploywords.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace run402 {

namespace {
constexpr qsizetype shownFindings = 5;
}

ChecksCard::ChecksCard(QWidget* parent) : Card(tr("Before sending"), parent)
{
    setObjectName(QStringLiteral("deploy.checks"));
    body()->setContentsMargins(16, 10, 16, 12);
    m_list = new QVBoxLayout;
    m_list->setSpacing(10);
    body()->addLayout(m_list);
    body()->addStretch();
}

void ChecksCard::addRow(const QString& icon, const char* token, const QString& text, const QString& advice,
                        const QStringList& lines)
{
    auto* row = new QWidget;
    auto* across = new QHBoxLayout(row);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(10);
    across->addWidget(new IconLabel(icon, 15, token), 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    auto* title = new Label(text, Theme::Font::BodyMedium);
    title->setWordWrap(true);
    words->addWidget(title);
    for (const QString& line : lines)
        words->addWidget(new ElidedLabel(line, Theme::Font::MonoSmall, "text.secondary"));
    if (!advice.isEmpty()) {
        auto* label = new Label(advice, Theme::Font::Small, "text.secondary");
        label->setWordWrap(true);
        words->addWidget(label);
    }
    across->addLayout(words, 1);
    row->setAccessibleName(text);
    m_list->addWidget(row);
}

void ChecksCard::setChecks(const QList<SiteCheck>& checks, const QStringList& notes)
{
    while (QLayoutItem* item = m_list->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const SiteCheck& check : checks) {
        QStringList lines;
        const bool tellWhere = check.state >= SiteCheck::State::Warned;
        for (const auto& f : check.findings.first(tellWhere ? qMin(shownFindings, check.findings.size()) : 0))
            lines << DeployWords::finding(f);
        if (tellWhere && check.findings.size() > shownFindings)
            lines << tr("and %1 more").arg(check.findings.size() - shownFindings);
        switch (check.state) {
        case SiteCheck::State::Passed:
            addRow(QStringLiteral("check"), "accent.text", DeployWords::check(check), {}, {});
            break;
        case SiteCheck::State::NotNeeded:
            addRow(QStringLiteral("minus"), "text.muted", DeployWords::check(check), {}, {});
            break;
        case SiteCheck::State::Warned:
            addRow(QStringLiteral("triangle-alert"), "warning.text", DeployWords::check(check),
                   DeployWords::advice(check), lines);
            break;
        case SiteCheck::State::Failed:
            addRow(QStringLiteral("circle-x"), "danger.text", DeployWords::check(check), DeployWords::advice(check),
                   lines);
            break;
        }
    }
    for (const QString& note : notes)
        addRow(QStringLiteral("info"), "info.text", note, {}, {});
}

} // namespace run402
