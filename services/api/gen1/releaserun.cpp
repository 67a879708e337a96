// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/releaserun.h"

#include "models/json/jsonreader.h"
#include "models/sqlname.h"
#include "services/api/gen1/fetch.h"
#include "services/deploy/releaseplan.h"
#include "services/worker.h"

#include <QFile>
#include <QJsonArray>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int uploadTimeoutMs = 3 * 60 * 1000; // without a byte moving; the service unpacks 50 MB

QString stepName(ReleaseStep::Kind kind)
{
    switch (kind) {
    case ReleaseStep::Kind::Migrations: return u"migrations"_s;
    case ReleaseStep::Kind::Rules: return u"rules"_s;
    case ReleaseStep::Kind::Secrets: return u"secrets"_s;
    case ReleaseStep::Kind::Functions: return u"functions"_s;
    case ReleaseStep::Kind::Site: return u"site"_s;
    case ReleaseStep::Kind::Subdomain: return u"subdomain"_s;
    }
    return {};
}

} // namespace

ReleaseRun::ReleaseRun(QObject* owner, const Adapters& adapters, const ReleaseSpec& spec,
                       Releases::StepObserver observer)
    : QObject(owner), m_on(adapters), m_spec(spec), m_observer(std::move(observer)), m_call(new Call<Release>(owner))
{
    m_call->setCancelHook([self = QPointer(this)] {
        if (self)
            self->cancel();
    });
}

ReleaseRun::~ReleaseRun()
{
    *m_stopPacking = true;
}

void ReleaseRun::start()
{
    plan();
    if (const auto problem = checkRelease(m_spec))
        return finish(*problem);
    pack();
}

void ReleaseRun::plan()
{
    m_steps = plannedSteps(m_spec);
    report();
}

void ReleaseRun::pack()
{
    if (m_spec.files.isEmpty())
        return next();
    onWorker(this, [spec = m_spec, stop = m_stopPacking] { return packRelease(spec, *stop); },
             [this](const Result<ReleasePackage>& packed) {
        if (m_finished)
            return;
        if (!packed.ok())
            return finish(packed.error());
        m_package = *packed;
        next();
    });
}

void ReleaseRun::next()
{
    if (m_finished)
        return;
    if (++m_at == m_steps.size()) {
        m_release.projectId = m_spec.projectId;
        m_release.fileCount = int(m_spec.files.size());
        m_release.totalBytes = m_package.contentBytes;
        m_release.hashes = m_package.hashes;
        for (const SiteFile& file : std::as_const(m_spec.files))
            m_release.sizes.insert(file.path, file.size);
        if (!m_release.createdAt.isValid())
            m_release.createdAt = QDateTime::currentDateTimeUtc();
        return finish(m_release);
    }
    m_clock.start();
    step().state = State::Running;
    report();
    runStep(step().kind);
}

void ReleaseRun::runStep(Kind kind)
{
    switch (kind) {
    case Kind::Migrations: return runMigrations();
    case Kind::Rules: return runRules();
    case Kind::Secrets: return runSecret(0);
    case Kind::Functions: return runFunction(0);
    case Kind::Site: return runSite();
    case Kind::Subdomain: return runSubdomain();
    }
}

template <typename T>
void ReleaseRun::watch(Call<T>* inner, std::function<void(const T&)> then)
{
    m_running = inner;
    m_cancelRunning = [inner]() -> std::optional<Problem> {
        inner->cancel();
        if (inner->outcome()->ok())
            return std::nullopt;
        return inner->outcome()->error();
    };
    inner->onDone(this, [this, then = std::move(then)](const Result<T>& r) {
        if (m_finished)
            return;
        if (r.ok())
            then(*r);
        else
            failed(r.error());
    });
}

void ReleaseRun::runMigrations()
{
    watch<SqlOutcome>(m_on.database.run(m_spec.projectId, m_spec.migrations), [this](const SqlOutcome&) { done(); });
}

void ReleaseRun::runRules()
{
    watch<Schema>(m_on.database.schema(m_spec.projectId), [this](const Schema& schema) { dropPolicies(schema); });
}

/// The rules endpoint fails when a policy of the same name exists, and leaves others beside the new ones.
/// Between the two requests the tables are closed to everybody: forced row security without a policy.
void ReleaseRun::dropPolicies(const Schema& schema)
{
    QString sql;
    for (const ReleaseSpec::Rule& rule : m_spec.rules) {
        const Table* table = schema.table(rule.table);
        if (!table)
            continue;
        for (const Policy& policy : table->policies)
            sql += u"DROP POLICY IF EXISTS %1 ON %2;\n"_s.arg(sqlIdentifier(policy.name), sqlIdentifier(rule.table));
        if (!table->policies.isEmpty()) {
            sql += u"ALTER TABLE %1 ENABLE ROW LEVEL SECURITY;\nALTER TABLE %1 FORCE ROW LEVEL SECURITY;\n"_s.arg(
                sqlIdentifier(rule.table));
        }
    }
    if (sql.isEmpty())
        return applyRules();
    watch<SqlOutcome>(m_on.database.run(m_spec.projectId, sql), [this](const SqlOutcome&) { applyRules(); });
}

void ReleaseRun::applyRules()
{
    QList<AccessRules::TableRule> rules;
    for (const ReleaseSpec::Rule& rule : m_spec.rules)
        rules << AccessRules::TableRule{rule.table, rule.ownerColumn};
    watch<Done>(m_on.rules.applyTemplate(m_spec.projectId, m_spec.rulesTemplate, rules),
                [this](const Done&) { done(); });
}

void ReleaseRun::runSecret(qsizetype index)
{
    if (index == m_spec.secrets.size())
        return done();
    const ReleaseSpec::Secret& secret = m_spec.secrets[index];
    part(int(index), secret.key);
    watch<Done>(m_on.functions.setSecret(m_spec.projectId, secret.key, secret.value),
                [this, index](const Done&) { runSecret(index + 1); });
}

void ReleaseRun::runFunction(qsizetype index)
{
    if (index == m_spec.functions.size())
        return done();
    const ReleaseSpec::Function& f = m_spec.functions[index];
    part(int(index), f.name);
    watch<Functions::Function>(
        m_on.functions.put(m_spec.projectId, {f.name, f.code, f.timeoutSeconds, f.memoryMb, {}}),
        [this, index](const Functions::Function&) { runFunction(index + 1); });
}

void ReleaseRun::runSite()
{
    ApiRequest request;
    request.method = "POST";
    request.path = u"/deployments/v1"_s;
    request.auth = Auth::Wallet;
    request.projectId = m_spec.projectId;
    request.contentType = "application/json";
    request.timeoutMs = uploadTimeoutMs;
    request.label = u"sites deploy, %1 files"_s.arg(m_spec.files.size());
    request.cliEquivalent =
        u"run402 sites deploy --manifest site.json --project %1"_s.arg(shellWord(m_spec.projectId));
    request.bodyDevice = [body = m_package.body]() -> std::unique_ptr<QIODevice> {
        auto file = std::make_unique<QFile>(body->fileName());
        file->open(QIODevice::ReadOnly);
        return file;
    };
    Call<QJsonDocument>* sending = m_on.api.json(request);
    if (m_call)
        connect(sending, &CallBase::progressed, m_call, &CallBase::progressed);
    watch<QJsonDocument>(sending, [this](const QJsonDocument& answer) { siteDeployed(answer); });
}

void ReleaseRun::siteDeployed(const QJsonDocument& answer)
{
    const JsonReader r(answer);
    m_release.id = r.text("deployment_id");
    m_release.url = r.text("url");
    m_release.createdAt = QDateTime::currentDateTimeUtc();
    if (r.failed())
        return failed(afterTheFact(r.problem(), true));
    for (const QJsonValue& url : r.value("subdomain_urls").toArray())
        m_release.addresses << url.toString();
    done();
}

void ReleaseRun::runSubdomain()
{
    watch<Address>(m_on.addresses.claim(m_spec.projectId, m_spec.subdomain, m_release.id),
                   [this](const Address& address) {
                       if (!m_release.addresses.contains(address.url))
                           m_release.addresses << address.url;
                       done(address.url);
                   });
}

void ReleaseRun::part(int done, const QString& name)
{
    step().done = done;
    step().detail = name;
    report();
}

void ReleaseRun::done(const QString& detail)
{
    step().state = State::Done;
    step().elapsedMs = m_clock.elapsed();
    step().done = step().count;
    step().detail = detail;
    report();
    next();
}

void ReleaseRun::failed(const Problem& cause)
{
    Problem problem = cause;
    QJsonArray applied;
    for (const ReleaseStep& s : m_steps) {
        if (s.state == State::Done)
            applied.append(stepName(s.kind));
    }
    const bool unknown = problem.mutation == Problem::Mutation::Unknown;
    step().state = unknown ? State::Unknown : State::Failed;
    step().elapsedMs = m_clock.elapsed();
    step().problem = cause;
    for (qsizetype i = m_at + 1; i < m_steps.size(); ++i)
        m_steps[i].state = State::Skipped;
    problem.details.insert("step"_L1, stepName(step().kind));
    problem.details.insert("applied"_L1, applied);
    if (!unknown && !applied.isEmpty())
        problem.mutation = Problem::Mutation::Applied;
    report();
    finish(problem);
}

void ReleaseRun::cancel()
{
    if (m_finished)
        return;
    *m_stopPacking = true;
    if (m_at < 0 || m_at >= m_steps.size() || !m_running)
        return finish(Problem::cancelled());
    const std::optional<Problem> known = m_cancelRunning();
    failed(known.value_or(Problem::cancelled()));
}

void ReleaseRun::report()
{
    if (m_observer)
        m_observer(m_steps);
}

void ReleaseRun::finish(Result<Release> outcome)
{
    if (!outcome.ok() && m_at < 0 && !m_steps.isEmpty()) {
        for (ReleaseStep& s : m_steps)
            s.state = State::Skipped;
        report();
    }
    m_finished = true;
    if (m_call)
        m_call->resolve(std::move(outcome));
    deleteLater();
}

} // namespace run402
