// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/forkresultview.h"

#include "models/item/jsontext.h"
#include "ui/common/button.h"
#include "ui/common/copybutton.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestAnswer = 20'000;

QString pretty(const QJsonValue& value)
{
    if (value.isObject())
        return prettyJson(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact), longestAnswer);
    if (value.isArray())
        return prettyJson(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact), longestAnswer);
    return value.toVariant().toString().left(longestAnswer);
}

} // namespace

ForkResultView::ForkResultView(const ForkedProject& fork, const QUrl& open, bool hasBootstrap, QWidget* parent)
    : QWidget(parent), m_column(new QVBoxLayout(this)), m_hasBootstrap(hasBootstrap)
{
    setObjectName(u"fork.result"_s);
    m_column->setContentsMargins(20, 16, 20, 16);
    m_column->setSpacing(10);
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    const bool ready = fork.missingSecrets.isEmpty() && fork.requiredActions.isEmpty() && fork.bootstrapError.isEmpty();
    head->addWidget(new IconLabel(ready ? u"circle-check"_s : u"list-checks"_s, 20, ready ? "accent.text" : "warning.text"));
    auto* title = new Label(ready ? tr("Your project is ready") : tr("Your project is made. Some things are left to do."), Theme::Font::Subtitle);
    head->addWidget(title, 1);
    m_column->addLayout(head);
    addAddress(tr("Project"), QUrl());
    if (auto* id = findChild<QLabel*>(u"fork.result.Project"_s))
        id->setText(fork.project.id);
    if (open.isValid() && !open.isEmpty())
        addAddress(tr("Address"), open);
    else
        m_column->addWidget(new Label(tr("The service copied no site. Deploy one to give the project a page."), Theme::Font::Small, "text.secondary"));
    for (const AppNeed& need : fork.missingSecrets) {
        QWidget* row = addTask("key-round", "warning.text", tr("Set the secret %1").arg(need.name), need.description, tr("Open Secrets"), u"secrets"_s);
        row->setObjectName("fork.secret."_L1 + need.name);
    }
    for (const AppNeed& need : fork.requiredActions)
        addTask("circle", "warning.text", need.name.isEmpty() ? need.description : need.name, need.name.isEmpty() ? QString() : need.description, {}, {});
    if (hasBootstrap || fork.bootstrapResult || !fork.bootstrapError.isEmpty())
        showBootstrap(fork.bootstrapResult, fork.bootstrapError);
    m_column->addStretch();
}

void ForkResultView::addAddress(const QString& name, const QUrl& address)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* label = new Label(name, Theme::Font::Small, "text.muted");
    label->setFixedWidth(Theme::of(this).scaled(74));
    row->addWidget(label);
    auto* value = new ElidedLabel(address.toString(), Theme::Font::Mono);
    value->setObjectName(address.isEmpty() ? u"fork.result.Project"_s : u"fork.result.address"_s);
    value->setTextFormat(Qt::PlainText);
    row->addWidget(value, 1);
    auto* copy = new CopyButton(name);
    copy->setTextSource([value] { return value->text(); });
    row->addWidget(copy);
    m_column->addLayout(row);
}

QWidget* ForkResultView::addTask(const char* icon, const char* token, const QString& title, const QString& text, const QString& button,
                                 const QString& target)
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(new IconLabel(QString::fromLatin1(icon), 16, token), 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    for (const auto& [line, role, ink] : {std::tuple{title, Theme::Font::Label, "text.primary"}, std::tuple{text, Theme::Font::Small, "text.secondary"}}) {
        if (line.isEmpty())
            continue;
        auto* label = new Label(line, role, ink);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        words->addWidget(label);
    }
    row->addLayout(words, 1);
    if (!button.isEmpty()) {
        auto* go = new Button(button);
        go->setSize(Button::Size::Small);
        connect(go, &Button::clicked, this, [this, target] { Q_EMIT paneRequested(target); });
        row->addWidget(go, 0, Qt::AlignTop);
    }
    m_column->addWidget(box);
    return box;
}

void ForkResultView::showBootstrap(const std::optional<QJsonValue>& result, const QString& error)
{
    if (!m_setup) {
        m_setup = new QWidget;
        m_column->insertWidget(m_column->count() - (m_column->itemAt(m_column->count() - 1)->spacerItem() ? 1 : 0), m_setup);
        auto* made = new QVBoxLayout(m_setup);
        made->setContentsMargins(0, 0, 0, 0);
        made->setSpacing(6);
    }
    qDeleteAll(m_setup->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    auto* column = static_cast<QVBoxLayout*>(m_setup->layout());
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    const bool failed = !error.isEmpty();
    row->addWidget(new IconLabel(failed ? u"circle-x"_s : result ? u"circle-check"_s : u"circle"_s, 16, failed ? "danger.text" : result ? "accent.text" : "text.muted"));
    row->addWidget(new Label(failed   ? tr("The app's own setup failed. The project itself is made.")
                             : result ? tr("The app set itself up and answered:")
                                      : tr("The app can set itself up; that has not run."),
                             Theme::Font::Label), 1);
    m_again = nullptr;
    if (m_hasBootstrap) {
        m_again = new Button(failed || result ? tr("Run setup again, free") : tr("Run setup, free"));
        m_again->setObjectName(u"fork.bootstrap"_s);
        m_again->setSize(Button::Size::Small);
        connect(m_again, &Button::clicked, this, &ForkResultView::bootstrapRequested);
        row->addWidget(m_again);
    }
    column->addWidget(line);
    if (failed || result) {
        auto* text = new QPlainTextEdit(failed ? error : pretty(*result));
        text->setObjectName(failed ? u"fork.bootstrapError"_s : u"fork.bootstrapResult"_s);
        text->setAccessibleName(failed ? tr("Error of the setup") : tr("Answer of the setup"));
        text->setReadOnly(true);
        text->setFont(Theme::of(this).font(Theme::Font::Mono));
        text->setFixedHeight(Theme::of(this).scaled(96));
        column->addWidget(text);
    }
    m_setup->setVisible(true);
    updateGeometry();
}

void ForkResultView::setBootstrapBusy(bool busy)
{
    if (m_again)
        m_again->setBusy(busy);
}

} // namespace run402
