// SPDX-License-Identifier: GPL-3.0-or-later
// Running as somebody else than the service: over REST, where the statement has a form there.
#include "ui/sql/sqlview.h"

#include "ui/common/confirmdialog.h"
#include "ui/sql/sqlrestline.h"
#include "ui/sql/sqltoolbar.h"

#include <QMenu>

namespace run402 {

namespace {
constexpr qsizetype translatedHere = 20'000; // UTF-16 units; longer statements are looked at when they run
}

void SqlView::setSendRest(SqlRunner::SendRest send)
{
    m_runner->setSendRest(std::move(send));
}

void SqlView::setIdentity(const SqlIdentity& identity)
{
    if (identity == m_identity)
        return;
    m_identity = identity;
    m_toolbar->setIdentity(identity);
    m_restLine->setIdentity(identity);
    m_restOf = {-1, -1};
    refreshRestLine();
    m_saveLater.start();
}

void SqlView::fillIdentities()
{
    QMenu* menu = m_toolbar->identityMenu();
    menu->clear();
    const auto add = [&](const QString& text, const SqlIdentity& identity, const QString& name) {
        QAction* action = menu->addAction(text, this, [this, identity] { setIdentity(identity); });
        action->setObjectName(name);
        action->setCheckable(true);
        action->setChecked(identity.kind == m_identity.kind && identity.userId == m_identity.userId);
        return action;
    };
    add(tr("Service role: SQL, past the access rules"), {}, QStringLiteral("sql.runAs.service"));
    add(tr("Anonymous: over REST"), {SqlIdentity::Kind::Anonymous}, QStringLiteral("sql.runAs.anonymous"));
    menu->addSeparator();
    for (const Person& person : std::as_const(m_people)) {
        QAction* action = add(person.signedIn ? tr("%1: over REST").arg(person.name) : tr("%1: signed out").arg(person.name),
                              {SqlIdentity::Kind::User, person.id, person.name}, QStringLiteral("sql.runAs.") + person.id);
        action->setEnabled(person.signedIn);
    }
    menu->addAction(tr("Sign in a user\u2026"), this, &SqlView::signInRequested)->setObjectName(QStringLiteral("sql.runAs.signIn"));
}

/// What the statement at the cursor would be, before anybody runs it.
void SqlView::refreshRestLine()
{
    if (m_identity.isService())
        return;
    const int index = m_scriptFresh ? m_script.statementAt(m_editor->cursor()) : -1;
    if (m_restOf == QPair(m_generation, index))
        return; // the cursor moved within the statement
    m_restOf = {m_generation, index};
    m_restFault = {-1, 0};
    if (index < 0) {
        m_restLine->showNote(tr("The request of the statement at the cursor stands here before it is sent."), false);
        return;
    }
    const SqlStatement& statement = m_script.statements[index];
    if (statement.codeEnd - statement.codeStart > translatedHere) {
        m_restLine->showNote(tr("A long statement: its request is made when you run it."), false);
        return;
    }
    const QString text = m_editor->text();
    const QString original = statement.text(text);
    if (!parametersOf(original, m_schema).isEmpty()) {
        m_restLine->showNote(tr("The request is made when the values are known."), false);
        return;
    }
    const RestTranslation rest = restForm(withLimit(text, statement, 500).value_or(original), m_schema);
    if (rest.form) {
        m_restLine->showForm(*rest.form);
        return;
    }
    m_restFault = {statement.codeStart + rest.at, rest.length};
    m_restLine->showNote(rest.reason, true);
}

/// Makes the requests of all steps, of those without parameters first. False: one has none; it was said, and nothing is sent.
bool SqlView::sayInRest(SqlPlan& plan, bool withValues)
{
    if (plan.steps.first().as.isService())
        return true;
    for (int i = 0; i < plan.steps.size(); ++i) {
        SqlStep& step = plan.steps[i];
        if (step.statements > 1) {
            refuseRest(plan, -1, {{}, 0, 0, tr("Over REST every statement is a request and a transaction of its own. Choose Step by step.")});
            return false;
        }
        if (!withValues && !parametersOf(step.original, m_schema).isEmpty())
            continue;
        const RestTranslation rest = restForm(step.sql, m_schema);
        if (!rest.form) {
            refuseRest(plan, i, rest);
            return false;
        }
        step.rest = rest.form;
        step.reads = rest.form->verb == RestForm::Verb::Read;
    }
    return true;
}

void SqlView::refuseRest(const SqlPlan& plan, int index, const RestTranslation& why)
{
    ConfirmDialog::Options options;
    options.title = tr("REST cannot say this");
    options.text = why.reason + QStringLiteral("\n\n")
        + (m_identity.kind == SqlIdentity::Kind::Anonymous ? tr("Anonymous people reach the database over REST only.") : tr("People of the app reach the database over REST only."))
        + u' ' + tr("Nothing was sent.");
    options.accept = index >= 0 ? tr("Show the place") : tr("Close");
    options.extra = tr("Run as service");
    const auto show = [this, plan, index, why] {
        if (index >= 0) {
            const SqlStep& step = plan.steps[index];
            // With values filled in, places are those of another text.
            const bool asWritten = step.sql.startsWith(step.original) || step.original.startsWith(step.sql);
            const qsizetype at = placeOf(step, asWritten ? std::min(why.at, step.original.size()) : 0);
            if (at >= 0)
                m_editor->select(at, asWritten ? why.length : step.original.size());
        }
        m_editor->input()->setFocus();
    };
    auto* dialog = ConfirmDialog::ask(this, options, this, show);
    dialog->setObjectName(QStringLiteral("sql.restDialog"));
    connect(dialog, &ConfirmDialog::extraTriggered, this, [this, plan, dialog] {
        dialog->close();
        runAsService(plan);
    });
}

/// Once; the choice in the toolbar stays.
void SqlView::runAsService(SqlPlan plan)
{
    for (SqlStep& step : plan.steps) {
        step.as = {};
        step.rest.reset();
    }
    check(plan);
}

} // namespace run402
