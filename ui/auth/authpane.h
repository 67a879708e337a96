// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/auth/testusers.h"
#include "ui/shell/document.h"

#include <QStandardItemModel>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QGridLayout;
class QPlainTextEdit;

namespace run402 {

class Banner;
class Button;
class Chip;
class GoogleSignIn;
class GridView;
class SearchField;
class SegmentedControl;
class Label;
class Services;
class Workspace;

/// People who sign in to the project's site (design/ui.md §3, screen 17). No list exists to ask for: this one is put
/// together from the owner columns of the tables and the test users of this computer, and says so.
/// Owner: document area. Thread: GUI.
class AuthPane : public QWidget, public Document
{
    Q_OBJECT
public:
    using OpenBrowser = std::function<bool(const QUrl& page)>;

    explicit AuthPane(Services& services, QWidget* parent = nullptr);

    /// For tests; the system browser otherwise.
    void setBrowser(OpenBrowser open) { m_browser = std::move(open); }
    QWidget* inspectorWidget() override;
    QString inspectorTitle() const override;
    void activated() override;

private:
    QWidget* buildHead();
    QWidget* buildProviders();
    QWidget* buildPeople();
    QWidget* buildInspector();
    void projectChanged();
    void refreshWritable();
    void refreshProviders();
    void refreshOwners();
    void refreshList();
    void refreshInspector();
    void refreshCountdown();
    void askPassword(bool signUp);
    void startGoogle();
    void endGoogle();
    void showClaims();
    void askWho();
    void showProblem(const Problem& problem);
    QString selectedId() const;

    struct Owned { qint64 rows = 0; QList<QPair<QString, qint64>> tables; };

    Services& m_services;
    Workspace& m_workspace;
    TestUsers& m_users;
    OpenBrowser m_browser;
    QStandardItemModel m_model;
    QHash<QString, Owned> m_owners;
    GoogleSignIn* m_google = nullptr;
    Button* m_add;
    Button* m_signIn;
    Button* m_withGoogle;
    Chip* m_passwordState;
    Chip* m_googleState;
    Label* m_googleNote;
    Banner* m_waiting;
    bool m_retries = false; ///< what failed only read
    Banner* m_failure;
    SearchField* m_search;
    SegmentedControl* m_part;
    GridView* m_grid;
    Label* m_none;
    QWidget* m_inspector;
    Label* m_id;
    Label* m_email;
    Label* m_providers;
    Label* m_rows;
    Chip* m_session;
    Label* m_countdown;
    QPlainTextEdit* m_claims;
    Label* m_who;
    QString m_whoOf; ///< whom m_who tells of
    Button* m_ask;
    Button* m_use;
    Button* m_refresh;
    Button* m_signOut;
    Button* m_forget;
    QTimer m_tick;
    int m_generation = 0;
};

} // namespace run402
