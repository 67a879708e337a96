// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/starters/starterinstaller.h"

#include "services/secrets/wipe.h"
#include "services/worker.h"

#include <QJsonDocument>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

StarterInstaller::StarterInstaller(StarterTools tools, StarterCatalog catalog, QObject* parent)
    : QObject(parent), m_tools(std::move(tools)), m_catalog(std::move(catalog))
{
}

void StarterInstaller::setWish(const Wish& wish)
{
    m_wish = wish;
    plan();
}

QUrl StarterInstaller::address() const
{
    return QUrl(m_address.url.isEmpty() ? m_release.url : m_address.url);
}

InstallStep* StarterInstaller::step(Kind kind)
{
    const auto it = std::find_if(m_steps.begin(), m_steps.end(), [kind](const InstallStep& s) { return s.kind == kind; });
    return it == m_steps.end() ? nullptr : &*it;
}

InstallStep* StarterInstaller::running()
{
    const auto it = std::find_if(m_steps.begin(), m_steps.end(), [](const InstallStep& s) { return s.state == State::Running; });
    return it == m_steps.end() ? nullptr : &*it;
}

/// The steps of the wish; what an earlier run finished stays finished.
void StarterInstaller::plan()
{
    const QList<InstallStep> before = std::exchange(m_steps, {});
    const auto add = [&](Kind kind, int count = 0) {
        InstallStep s;
        s.kind = kind;
        s.count = count;
        for (const InstallStep& old : before) {
            if (old.kind == kind && old.state == State::Done)
                s = old;
        }
        m_steps << s;
    };
    add(Kind::Project);
    add(Kind::Tables, int(m_wish.starter.tables.size()));
    if (!m_wish.starter.rulesTemplate.isEmpty()) {
        add(Kind::Rules, int(m_wish.starter.rules.size()));
        add(Kind::Policies);
    }
    if (!m_wish.starter.functions.isEmpty())
        add(Kind::Functions, int(m_wish.starter.functions.size()));
    add(Kind::Site);
    if (m_wish.starter.hasBootstrap())
        add(Kind::Setup);
    if (!m_wish.subdomain.isEmpty())
        add(Kind::Address);
    Q_EMIT stepsChanged();
}

void StarterInstaller::start()
{
    if (m_running || m_finished)
        return;
    m_running = true;
    ++m_turn;
    for (InstallStep& s : m_steps) {
        // Unknown tables stay so: they are looked at before they are sent again.
        if (s.state != State::Done && !(s.kind == Kind::Tables && s.state == State::Unknown))
            s.state = State::Waiting;
        s.problem.reset();
    }
    next();
}

void StarterInstaller::interrupt()
{
    if (!m_running)
        return;
    if (m_call)
        m_call->cancel();
    if (m_running)
        fail(Problem::make(Problem::Kind::Network, u"starter.interrupted"_s, u"The connection changed"_s));
}

template <typename T>
void StarterInstaller::watch(Call<T>* call, std::function<void(const T&)> then, std::function<void(const Problem&)> otherwise)
{
    m_call = call;
    const int turn = m_turn;
    auto settled = std::make_shared<bool>(false);
    call->onDone(this, [this, turn, settled, then = std::move(then), otherwise = std::move(otherwise)](const Result<T>& r) {
        *settled = true;
        if (turn != m_turn || !m_running)
            return;
        if (r.ok())
            then(*r);
        else if (otherwise)
            otherwise(r.error());
        else
            fail(r.error());
    });
    // A connection that is replaced takes its calls with it, unanswered.
    connect(call, &QObject::destroyed, this, [this, turn, settled] {
        if (!*settled && turn == m_turn && m_running)
            fail(Problem::make(Problem::Kind::Network, u"starter.interrupted"_s, u"The connection changed"_s));
    });
}

void StarterInstaller::next()
{
    for (InstallStep& s : m_steps) {
        if (s.state != State::Done && s.state != State::Skipped)
            return run(s);
    }
    m_running = false;
    m_finished = true;
    Q_EMIT stepsChanged();
    Q_EMIT finished();
}

void StarterInstaller::run(InstallStep& s)
{
    if (s.kind != Kind::Project && m_parts.isEmpty())
        return prepare();
    const bool unsure = s.state == State::Unknown;
    s.state = State::Running;
    Q_EMIT stepsChanged();
    switch (s.kind) {
    case Kind::Project: return m_project.id.isEmpty() ? makeProject() : adopt();
    case Kind::Setup: return setUp();
    case Kind::Address: return claim();
    case Kind::Tables:
        if (unsure)
            return checkTables(0);
        [[fallthrough]];
    default: return deploy(m_parts.size() == 1 ? 0 : partOf(s.kind));
    }
}

void StarterInstaller::makeProject()
{
    watch<NewProject>(m_tools.projects().create(m_wish.projectName), [this](const NewProject& project) {
        m_project = project;
        adopt();
    });
}

void StarterInstaller::adopt()
{
    if (m_adopted)
        return done(Kind::Project, m_project.id);
    watch<Done>(m_tools.adopt(m_project, m_wish.projectName), [this](const Done&) {
        m_adopted = true;
        wipe(m_project.serviceKey); // it rests in the secret store now
        done(Kind::Project, m_project.id);
    });
}

/// Reads the starter's files off this thread; the placeholders need the project's key, so not before.
void StarterInstaller::prepare()
{
    const int turn = m_turn;
    onWorker(this, [catalog = m_catalog, starter = m_wish.starter, id = m_project.id, api = m_tools.apiBase(), key = m_project.anonKey] {
        return catalog.releases(starter, id, api, key);
    }, [this, turn](const Result<QList<ReleaseSpec>>& parts) {
        if (turn != m_turn || !m_running)
            return;
        if (!parts.ok())
            return fail(parts.error());
        m_parts = *parts;
        if (InstallStep* policies = step(Kind::Policies); policies && m_parts.constLast().migrations.isEmpty())
            policies->state = State::Skipped;
        next();
    });
}

StarterInstaller::Kind StarterInstaller::kindOf(int part, ReleaseStep::Kind kind)
{
    switch (kind) {
    case ReleaseStep::Kind::Migrations: return part == 0 ? Kind::Tables : Kind::Policies;
    case ReleaseStep::Kind::Rules: return Kind::Rules;
    case ReleaseStep::Kind::Functions: return Kind::Functions;
    case ReleaseStep::Kind::Secrets:
    case ReleaseStep::Kind::Site:
    case ReleaseStep::Kind::Subdomain: break;
    }
    return Kind::Site;
}

void StarterInstaller::deploy(int part)
{
    ReleaseSpec spec = m_parts.at(part);
    const auto isDone = [this](Kind kind) {
        const InstallStep* s = step(kind);
        return s && (s->state == State::Done || s->state == State::Skipped);
    };
    if (isDone(kindOf(part, ReleaseStep::Kind::Migrations)))
        spec.migrations.clear();
    if (isDone(Kind::Rules)) {
        spec.rules.clear();
        spec.rulesTemplate.clear();
    }
    if (isDone(Kind::Functions))
        spec.functions.clear();
    if (isDone(Kind::Site))
        spec.files.clear();
    const int turn = m_turn;
    const auto observer = [self = QPointer(this), part, turn](const QList<ReleaseStep>& steps) {
        if (self && turn == self->m_turn && self->m_running)
            self->follow(part, steps);
    };
    watch<Release>(m_tools.releases().commit(spec, observer), [this, part, hasSite = !spec.files.isEmpty()](const Release& release) {
        if (hasSite)
            m_release = release;
        for (InstallStep& s : m_steps) { // also those the release had nothing to do for
            const bool deployed = s.kind != Kind::Project && s.kind != Kind::Setup && s.kind != Kind::Address;
            if (deployed && (m_parts.size() == 1 || partOf(s.kind) == part) && s.state != State::Skipped)
                s.state = State::Done;
        }
        next();
    });
}

void StarterInstaller::follow(int part, const QList<ReleaseStep>& steps)
{
    for (const ReleaseStep& from : steps) {
        InstallStep* to = step(kindOf(part, from.kind));
        if (!to)
            continue;
        to->state = from.state == State::Skipped ? State::Waiting : from.state; // a later start does them
        to->detail = from.detail;
        to->done = from.done;
        to->count = from.count;
        to->problem = from.problem;
    }
    Q_EMIT stepsChanged();
}

/// The SQL left and no answer came. It is one transaction: all tables are there, or none.
void StarterInstaller::checkTables(int part)
{
    watch<Schema>(
        m_tools.database().schema(m_project.id),
        [this, part](const Schema& schema) {
            const QStringList& tables = m_wish.starter.tables;
            const bool there = !tables.isEmpty() && std::all_of(tables.cbegin(), tables.cend(), [&](const QString& t) { return schema.table(t); });
            if (there)
                return done(Kind::Tables);
            deploy(part);
        },
        [this](const Problem& problem) {
            fail(problem);
            if (InstallStep* tables = step(Kind::Tables))
                tables->state = State::Unknown;
        });
}

void StarterInstaller::setUp()
{
    const QByteArray body = QJsonDocument(m_wish.variables).toJson(QJsonDocument::Compact);
    watch<Functions::Invocation>(
        m_tools.functions().invoke(m_project.id, u"bootstrap"_s, "POST", {}, body, Role::Service),
        [this](const Functions::Invocation& answer) {
            m_setupAnswer = answer.body.left(20'000);
            constexpr int firstError = 400;
            if (answer.status < firstError)
                return done(Kind::Setup);
            Problem p = Problem::make(Problem::Kind::Refused, u"function.failed"_s, QString::fromUtf8(m_setupAnswer.left(2'000)));
            p.httpStatus = answer.status;
            p.retryable = p.safeToRetry = true;
            fail(p);
        });
}

void StarterInstaller::claim()
{
    watch<Address>(m_tools.addresses().claim(m_project.id, m_wish.subdomain, m_release.id), [this](const Address& address) {
        m_address = address;
        done(Kind::Address, address.url);
    });
}

void StarterInstaller::done(Kind kind, const QString& detail)
{
    if (InstallStep* s = step(kind)) {
        s->state = State::Done;
        s->detail = detail;
    }
    Q_EMIT stepsChanged();
    next();
}

void StarterInstaller::fail(const Problem& problem)
{
    m_running = false;
    ++m_turn;
    InstallStep* s = running();
    if (!s) { // the release has told which of its steps failed; else it is the first that is not done
        const auto it = std::find_if(m_steps.begin(), m_steps.end(), [](const InstallStep& x) {
            return x.state == State::Failed || x.state == State::Unknown;
        });
        const auto waiting = std::find_if(m_steps.begin(), m_steps.end(), [](const InstallStep& x) { return x.state == State::Waiting; });
        s = it != m_steps.end() ? &*it : waiting != m_steps.end() ? &*waiting : nullptr;
    }
    if (s) {
        if (s->state != State::Unknown)
            s->state = problem.mutation == Problem::Mutation::Unknown ? State::Unknown : State::Failed;
        s->problem = problem;
    }
    Q_EMIT stepsChanged();
    Q_EMIT failed(problem);
}

} // namespace run402
