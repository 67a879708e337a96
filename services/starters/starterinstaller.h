// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/starter.h"
#include "services/api/interfaces.h"
#include "services/starters/startercatalog.h"

#include <QObject>
#include <QPointer>

#include <functional>

namespace run402 {

/// What the installer works with. The interfaces belong to the current connection, so they are fetched for each step.
struct StarterTools
{
    std::function<Projects&()> projects;
    std::function<Releases&()> releases;
    std::function<Functions&()> functions;
    std::function<Addresses&()> addresses;
    std::function<Database&()> database;
    /// Keeps the keys of a new project and selects it.
    std::function<Call<Done>*(const NewProject& project, const QString& name)> adopt;
    std::function<QUrl()> apiBase; ///< the site talks to it
};

/// One line of the installation, in the order things happen.
struct InstallStep
{
    enum class Kind { Project, Tables, Rules, Policies, Functions, Site, Setup, Address };
    using State = ReleaseStep::State;
    Kind kind = Kind::Project;
    State state = State::Waiting;
    QString detail;
    int done = 0, count = 0; ///< parts; count 0 = one
    std::optional<Problem> problem;
};

/// Makes a live app of a starter: project → tables, rules, functions, site → bootstrap with the person's values →
/// address. A failure keeps what was done; start() again continues behind the last finished step and never does a
/// finished one twice. When the answer to the tables' SQL was lost, the schema is read before it is sent again.
///
/// Owner: QObject parent. Thread: GUI. Never pays: a missing tier is the problem tier.none of the first step.
/// Problems: those of the interfaces, starter.*, and "starter.interrupted" when the connection went away underneath.
class StarterInstaller : public QObject
{
    Q_OBJECT
public:
    struct Wish
    {
        Starter starter;
        QString projectName;
        QString subdomain; ///< empty = none
        QJsonObject variables;
    };

    StarterInstaller(StarterTools tools, StarterCatalog catalog, QObject* parent = nullptr);

    void setWish(const Wish& wish); ///< also between a failure and the next start()
    void start();
    /// Ends the running step with `starter.interrupted`; harmless when nothing runs.
    void interrupt();

    bool isRunning() const { return m_running; }
    bool isFinished() const { return m_finished; }
    bool hasBegun() const { return !m_project.id.isEmpty(); } ///< there is something to continue
    const QList<InstallStep>& steps() const { return m_steps; }
    QString projectId() const { return m_project.id; }
    const Release& release() const { return m_release; }
    QUrl address() const; ///< the subdomain's, else the deployment's; empty before the site is there
    const QByteArray& setupAnswer() const { return m_setupAnswer; }

Q_SIGNALS:
    void stepsChanged();
    void finished(); ///< everything is done
    void failed(const run402::Problem& problem);

private:
    using Kind = InstallStep::Kind;
    using State = InstallStep::State;

    void plan();
    void next();
    void run(InstallStep& step);
    void makeProject();
    void adopt();
    void prepare();
    void deploy(int part);
    void follow(int part, const QList<ReleaseStep>& steps);
    void checkTables(int part);
    void setUp();
    void claim();
    void done(Kind kind, const QString& detail = {});
    void fail(const Problem& problem);
    InstallStep* step(Kind kind);
    InstallStep* running();
    static Kind kindOf(int part, ReleaseStep::Kind kind);
    static int partOf(Kind kind) { return kind == Kind::Tables || kind == Kind::Rules ? 0 : 1; }
    template <typename T>
    void watch(Call<T>* call, std::function<void(const T&)> then, std::function<void(const Problem&)> otherwise = {});

    StarterTools m_tools;
    StarterCatalog m_catalog;
    Wish m_wish;
    QList<InstallStep> m_steps;
    NewProject m_project;
    bool m_adopted = false;
    QList<ReleaseSpec> m_parts; ///< prepared for m_project; empty = not yet
    Release m_release;
    Address m_address;
    QByteArray m_setupAnswer;
    QPointer<CallBase> m_call;
    int m_turn = 0; ///< answers of an interrupted turn are late
    bool m_running = false;
    bool m_finished = false;
};

} // namespace run402
