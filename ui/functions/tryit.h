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

/// One request to a function and its answer. Bodies stay in memory only.
struct TryCall
{
    QString function;
    QByteArray method;
    QString path;    ///< sub-path with query
    QString headers; ///< one "Name: value" per line
    QString body;
    Role role = Role::Service;
    QDateTime startedAt;
    std::optional<Functions::Invocation> answer;
    std::optional<Problem> problem;
};

/// Sends a request to the chosen function and shows what it answers. Owner: parent. Thread: GUI.
class TryIt : public QWidget
{
    Q_OBJECT
public:
    using Send = std::function<Call<Functions::Invocation>*(const TryCall& call, const QByteArray& userToken, const HeaderList& headers)>;

    explicit TryIt(Send send, QWidget* parent = nullptr);

    void setFunction(const QString& name, const QString& url, const QString& bodyHint);
    /// Empty = requests may be sent.
    void setBlocked(const QString& why);
    void setBody(const QString& body);
    void send();
    ResponseView* response() const { return m_response; }

Q_SIGNALS:
    void started(const QString& function);
    void answered(const TryCall& call);
    void logsRequested(const QString& function, const QDateTime& since);

private:
    QWidget* buildHead();
    QWidget* buildRequest();
    void showHistory();
    void showCall(const TryCall& call);
    void copyCurl();
    void refreshTabs();
    HeaderList headerList(QString* error) const;

    Send m_send;
    QString m_function, m_url, m_blocked;
    QComboBox* m_method;
    QComboBox* m_role;
    Button* m_go;
    LineEdit* m_path;
    LineEdit* m_token;
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
