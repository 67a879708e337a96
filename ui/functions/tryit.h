// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QPlainTextEdit;

namespace run402 {

class Button;
class IconButton;
class Label;
class LineEdit;
class ResponseView;
class SegmentedControl;
class TestUsers;

/// One request to a function and its answer. Bodies stay in memory only.
struct TryCall
{
    QString function;
    QByteArray method;
    QString path;    ///< sub-path with query
    QString headers; ///< one "Name: value" per line
    QString body;
    Role role = Role::Service;
    QString userId;  ///< with Role::User, of the test user
    QString as;      ///< how the caller was called in the list
    QDateTime startedAt;
    std::optional<Functions::Invocation> answer;
    std::optional<Problem> problem;
};

/// Sends a request to the chosen function, as nobody, as one of the project's test users or with the service key, and
/// shows what it answers. A user's token lives for one request. Owner: parent. Thread: GUI.
class TryIt : public QWidget
{
    Q_OBJECT
public:
    using Send = std::function<Call<Functions::Invocation>*(const TryCall& call, const QByteArray& userToken, const HeaderList& headers)>;

    TryIt(Send send, TestUsers& users, QWidget* parent = nullptr);

    void setFunction(const QString& name, const QString& url, const QString& bodyHint);
    /// Empty = requests may be sent.
    void setBlocked(const QString& why);
    void setBody(const QString& body);
    void send();
    /// Sends the request again that ran at a moment (ms since 1970 UTC, this computer's clock). False = none of this run
    /// did; then the newest one to the function is only shown.
    bool sendAgain(const QString& function, qint64 atMs);
    ResponseView* response() const { return m_response; }

Q_SIGNALS:
    void started(const QString& function);
    void answered(const TryCall& call);
    void logsRequested(const QString& function, const QDateTime& since);
    void usersRequested(); ///< somebody is to be signed in

private:
    QWidget* buildHead();
    QWidget* buildRequest();
    void showHistory();
    void showCall(const TryCall& call);
    void copyCurl();
    void refreshTabs();
    void fillRoles();
    void roleChosen(int index);
    void carryOut(const TryCall& call, const HeaderList& headers, const QByteArray& userToken);
    void finished(const TryCall& call);
    void setRunning(bool on);
    Role role() const;
    HeaderList headerList(QString* error) const;

    Send m_send;
    TestUsers& m_users;
    QString m_function, m_url, m_blocked;
    QComboBox* m_method;
    QComboBox* m_role;
    int m_roleBefore = 0;
    Button* m_go;
    LineEdit* m_path;
    SegmentedControl* m_tabs;
    QPlainTextEdit* m_body;
    QPlainTextEdit* m_headers;
    Label* m_note;
    IconButton* m_historyButton;
    ResponseView* m_response;
    QPointer<CallBase> m_running;
    QList<TryCall> m_history; ///< newest first, of all functions
};

} // namespace run402
