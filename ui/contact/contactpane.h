// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"
#include "models/domain/requestrecord.h"
#include "ui/shell/document.h"

#include <QWidget>

#include <functional>

class QPlainTextEdit;

namespace run402 {

class Banner;
class Button;
class Label;
class LineEdit;
class Services;
class Switch;
class Workspace;

/// A message to the people who run the service, and the contact they may reach this wallet's owner by. What is sent is
/// what is on screen. Owner: parent. Thread: GUI.
class ContactPane : public QWidget, public Document
{
    Q_OBJECT
public:
    using FailedRequests = std::function<QList<RequestRecord>()>;

    ContactPane(Services& services, FailedRequests failed, QWidget* parent = nullptr);

    void activated() override;

Q_SIGNALS:
    void noticed(const QString& text);
    void actionRequested(const QString& action);

private:
    QWidget* buildMessage();
    QWidget* buildContact();
    void refresh();
    void showDiagnostics();
    void send();
    void saveContact();
    void showProblem(Banner* banner, const Problem& problem);
    QString whyNot() const;

    Services& m_services;
    Workspace& m_workspace;
    FailedRequests m_failed;
    QPlainTextEdit *m_text, *m_diagnostics;
    Switch* m_attach;
    Banner *m_messageTrouble, *m_contactTrouble;
    Button *m_send, *m_save;
    LineEdit *m_name, *m_email, *m_webhook;
    QString m_action;
    bool m_sending = false;
    bool m_saving = false;
};

} // namespace run402
