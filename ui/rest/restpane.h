// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/restparamsmodel.h"
#include "services/api/interfaces.h"
#include "ui/shell/document.h"

#include <QPointer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QMenu;
class QPlainTextEdit;
class QStackedWidget;
class QTableView;

namespace run402 {

class Button;
class Label;
class LineEdit;
class RestResponseView;
class SegmentedControl;
class Services;
class TestUsers;
class Workspace;

/// A function that can be called at /rest/v1/rpc/name.
struct RestFunction
{
    QString name, arguments, result;
    QStringList argumentNames;
};

/// REST requests as anonymous, a test user or the service (design/ui.md §3, screen 17b). The address line and the
/// rows mirror each other; snippets name keys and never hold one. A request that can change many rows asks first.
/// Owner: document area. Thread: GUI.
class RestPane : public QWidget, public Document
{
    Q_OBJECT
public:
    RestPane(Services& services, const QString& table, QWidget* parent = nullptr);

    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    void activated() override;

    void send(); ///< asks first where that is due

Q_SIGNALS:
    void actionRequested(const QString& action);
    void noticed(const QString& text, bool failed);

private:
    enum Tab { QueryTab, HeadersTab, BodyTab };
    QWidget* buildBar();
    QWidget* buildRequest();
    QWidget* buildHeaders();
    QWidget* buildQuery();
    QWidget* buildBody();
    QWidget* buildCode();
    void urlEdited();
    void rowsEdited();
    void fillRoles();
    void fillAddMenu();
    void fillHistory();
    void fillFunctions(QMenu* menu);
    void loadFunctions(QMenu* menu);
    void chooseFunction(const RestFunction& function);
    HeaderList headerList(QString* error) const;
    void refreshCounts();
    void refreshCode();
    void checkBody();
    void sendNow(const QByteArray& userToken);
    void carryOut();
    void remember(int status);
    void loadHistory();
    void storeHistory();
    QString settingsKey() const;
    QJsonObject requestJson() const;
    void applyRequest(const QJsonObject& request);
    QString question() const;
    QString resource() const;
    QString query() const;
    QString prefer() const;
    Role role() const;

    Services& m_services;
    Workspace& m_workspace;
    TestUsers& m_users;
    RestParamsModel m_params;
    QComboBox* m_method;
    LineEdit* m_url;
    QComboBox* m_as;
    Button* m_send;
    Button* m_history;
    Button* m_add;
    QMenu* m_historyMenu;
    QMenu* m_addMenu;
    SegmentedControl* m_tabs;
    QStackedWidget* m_parts;
    QTableView* m_rows;
    QList<QPair<QString, QCheckBox*>> m_prefer;
    LineEdit* m_morePrefer;
    QPlainTextEdit* m_headers;
    Label* m_headersNote;
    QPlainTextEdit* m_body;
    Label* m_bodyNote;
    SegmentedControl* m_language;
    QPlainTextEdit* m_code;
    RestResponseView* m_response;
    QPointer<CallBase> m_running;
    std::optional<QList<RestFunction>> m_functions; ///< of the schema; nullopt = not read yet
    QList<QJsonObject> m_recent, m_saved;
    QString m_historyOf;
    bool m_mirroring = false;
};

} // namespace run402
