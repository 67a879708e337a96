// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/app.h"
#include "models/domain/money.h"
#include "models/domain/project.h"
#include "models/domain/release.h"
#include "services/api/capabilities.h"
#include "services/net/call.h"
#include "services/net/http.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrl>

/// The thirteen interfaces through which everything above this layer talks to a service,
/// shaped after the newer API's nouns (generations.md §5). Generation 1 sits behind them
/// in services/api/gen1/.
///
/// Common to all: owner = Session; thread = GUI, never blocking; every method starts the
/// work at once and returns a Call owned by the implementation; errors are Problems with
/// the codes of services/api/problems.h. Money in micro-USD, sizes in bytes, times in UTC.
namespace run402 {

struct ComponentHealth
{
    QString status;                   ///< "healthy", "degraded"
    QHash<QString, QString> checks;   ///< component → "ok" or "error"
    QString version;
};

/// What the probe of generations.md §2 found.
struct GatewayInfo
{
    enum class Generation { Unknown, One, Two, Core };
    QUrl base;
    Generation generation = Generation::Unknown;
    bool sandbox = false;
    bool readOnly = true;  ///< writes and purchases are off
    QStringList evidence;  ///< one line per probe: request and what it answered
    Capabilities capabilities;
};

class Gateway
{
public:
    virtual ~Gateway() = default;
    /// Probes without authorisation. Never fails for an odd answer: that is "Unknown".
    virtual Call<GatewayInfo>* detect() = 0;
    virtual Call<ComponentHealth>* health() = 0;
};

/// Who we are to the service and which project keys this computer holds.
class Credentials
{
public:
    struct ProjectKeys { QString anonKey; bool hasServiceKey = false; };

    virtual ~Credentials() = default;
    virtual QString walletAddress() const = 0; ///< EIP-55; empty = no wallet yet
    virtual Call<QJsonObject>* whoAmI() = 0;
    virtual Call<ProjectKeys>* projectKeys(const QString& projectId) = 0;
    /// For the reveal button only. The bytes must not be logged or kept.
    virtual Call<QByteArray>* revealServiceKey(const QString& projectId) = 0;
    /// Made: it was made here just now, so in a profile linked to the CLI it is the CLI's active one too, in one change.
    enum class Origin { Known, Made };
    virtual Call<Done>* storeProjectKeys(const QString& projectId, const QString& anonKey,
                                         const QByteArray& serviceKey, Origin origin = Origin::Known) = 0;
    virtual Call<Done>* forgetProjectKeys(const QString& projectId) = 0;
    virtual Call<Done>* recoverKeys(const QString& projectId) = 0; ///< gen-1: not possible
};

class Money
{
public:
    struct Image { QByteArray bytes; QString contentType; QString aspect; };

    virtual ~Money() = default;
    virtual Call<QList<TierOffer>>* prices() = 0;
    virtual Call<TierStatus>* status() = 0;
    /// Who wants it: a person in front of the window, or the guardian of the lease, which asks nobody.
    enum class Asker { Person, Guardian };
    /// Pays. The outcome "payment.unknown" means: it left, reconcile before trying again.
    virtual Call<TierChange>* setTier(const QString& tier, Asker asker = Asker::Person) = 0;
    virtual Call<QList<RailBalance>>* balances() = 0;
    virtual Call<QList<LedgerEntry>>* history(int limit) = 0;
    /// The address of a card checkout page for this wallet.
    virtual Call<QUrl>* topUp(qint64 amountMicros) = 0;
    virtual Call<FaucetDrip>* faucet() = 0;
    /// pathUSD from the Tempo test network's own faucet; the hashes of its transactions.
    virtual Call<QStringList>* tempoFaucet() = 0;
    virtual Call<Image>* image(const QString& prompt, const QString& aspect) = 0;
};

class Projects
{
public:
    virtual ~Projects() = default;
    virtual Call<QList<Project>>* list() = 0;
    virtual Call<NewProject>* create(const QString& name) = 0;
    virtual Call<Done>* remove(const QString& projectId) = 0;
    virtual Call<Usage>* usage(const QString& projectId) = 0;
    virtual Call<Done>* pin(const QString& projectId, bool pinned) = 0;
};

/// Raw JSON text of a result, parsed off the GUI thread by models/item/resultmodel.h.
struct SqlOutcome
{
    QByteArray rowsJson;            ///< JSON array text
    std::optional<qint64> rowCount; ///< as the server counts; nullopt for DDL
    QString schema;
    qint64 serverMs = -1;           ///< -1 = not told
    qint64 elapsedMs = 0;           ///< request to last byte
    qint64 bytes = 0;
};

enum class Role { Anonymous, User, Service };

class Database
{
public:
    virtual ~Database() = default;
    /// One request = one transaction; only the last statement's rows come back.
    virtual Call<SqlOutcome>* run(const QString& projectId, const QString& sql) = 0;
    virtual Call<Schema>* schema(const QString& projectId) = 0;
    /// PostgREST read. `userToken` is used with Role::User only.
    virtual Call<QByteArray>* rows(const QString& projectId, const QString& resource, const QString& query,
                                   Role role, const QByteArray& userToken = {}) = 0;

    struct RestRequest
    {
        QByteArray method = "GET";
        QString resource; ///< table, or "rpc/function"
        QString query;    ///< PostgREST syntax as written, without "?"
        QByteArray body;  ///< JSON; empty = none
        QString prefer;   ///< value of the Prefer header; empty = none
        HeaderList headers; ///< besides; never a key: those follow from `role`
        Role role = Role::Anonymous;
        QByteArray userToken; ///< with Role::User
    };
    struct RestReply
    {
        int status = 0;
        QList<QPair<QByteArray, QByteArray>> headers;
        QByteArray body;
        qint64 elapsedMs = 0;
        QString traceId;
    };
    /// Any PostgREST request. Resolves with whatever was answered, refusals included: they are what one looks at.
    virtual Call<RestReply>* rest(const QString& projectId, const RestRequest& request) = 0;
};

class AccessRules
{
public:
    struct TableRule { QString table; QString ownerColumn; };
    virtual ~AccessRules() = default;
    /// The SQL a template stands for, for showing before sending.
    virtual QString templateSql(const QString& name, const QList<TableRule>& tables) const = 0;
    virtual Call<Done>* applyTemplate(const QString& projectId, const QString& name,
                                      const QList<TableRule>& tables) = 0;
};

class Releases
{
public:
    virtual ~Releases() = default;
    /// Sends a release. `steps` hears every change of every step, in the server's order.
    using StepObserver = std::function<void(const QList<ReleaseStep>&)>;
    virtual Call<Release>* commit(const ReleaseSpec& spec, StepObserver steps) = 0;
    virtual Call<Release>* get(const QString& releaseId) = 0;
    /// Makes an older release live again by moving the project's addresses to it.
    virtual Call<Done>* promote(const QString& projectId, const QString& releaseId) = 0;
};

class Functions
{
public:
    struct Function { QString name; QString url; QString runtime; int timeoutSeconds = 0; int memoryMb = 0;
                      QDateTime createdAt, updatedAt; };
    struct Spec { QString name; QString code; int timeoutSeconds = 0; int memoryMb = 0; QStringList dependencies; };
    struct LogLine { QDateTime at; QString text; };
    struct Secret { QString key; QDateTime createdAt, updatedAt; };
    struct Invocation { int status = 0; QByteArray body; QString contentType; qint64 elapsedMs = 0; HeaderList headers; };

    virtual ~Functions() = default;
    virtual Call<QList<Function>>* list(const QString& projectId) = 0;
    virtual Call<Function>* put(const QString& projectId, const Spec& spec) = 0;
    virtual Call<Done>* remove(const QString& projectId, const QString& name) = 0;
    /// `subPath` may carry a query. `headers` are sent besides our own; a Content-Type among them replaces
    /// application/json. Resolves with whatever the function answered.
    virtual Call<Invocation>* invoke(const QString& projectId, const QString& name, const QByteArray& method,
                                     const QString& subPath, const QByteArray& body, Role role,
                                     const QByteArray& userToken = {}, const HeaderList& headers = {}) = 0;
    /// `background`: asked by a timer, not by a person.
    virtual Call<QList<LogLine>>* logs(const QString& projectId, const QString& name, int tail, bool background = false) = 0;
    virtual Call<QList<Secret>>* secrets(const QString& projectId) = 0;
    virtual Call<Done>* setSecret(const QString& projectId, const QString& key, const QByteArray& value) = 0;
    virtual Call<Done>* removeSecret(const QString& projectId, const QString& key) = 0;
};

class Objects
{
public:
    struct Object { QString key; qint64 size = 0; QDateTime modifiedAt; QString contentType; };
    struct SignedLink { QUrl url; QDateTime expiresAt; };
    /// Takes a file's bytes in order, on the GUI thread; false stops the download with file.unwritable.
    using Sink = std::function<bool(const QByteArray& bytes)>;

    virtual ~Objects() = default;
    virtual Call<QList<Object>>* list(const QString& projectId, const QString& bucket) = 0;
    virtual Call<Object>* put(const QString& projectId, const QString& bucket, const QString& path,
                              const QByteArray& bytes, const QString& contentType) = 0;
    virtual Call<QByteArray>* get(const QString& projectId, const QString& bucket, const QString& path) = 0;
    virtual Call<Done>* remove(const QString& projectId, const QString& bucket, const QString& path) = 0;
    /// Streams a file of this computer; progressed() tells bytes sent. Fails also with file.unreadable.
    virtual Call<Object>* upload(const QString& projectId, const QString& bucket, const QString& path,
                                 const QString& file, const QString& contentType) = 0;
    /// `background`: for a picture in a list, not because a person asked.
    /// Streams into `sink`; progressed() tells bytes received. More than `maxBytes` is net.reply_too_large. What the
    /// sink got before a failure is not a file.
    virtual Call<Object>* download(const QString& projectId, const QString& bucket, const QString& path, Sink sink,
                                   qint64 maxBytes, bool background = false) = 0;
    virtual Call<SignedLink>* sign(const QString& projectId, const QString& bucket, const QString& path) = 0;
};

/// People who sign in to a project's site. Nothing lists or manages them (contract.md §3.10): every call is one such
/// person's own. Tokens and passwords are secret: never logged, and wiped or kept in a SecretStore by the caller.
class AppAuth
{
public:
    struct Identity { QString provider, subject, email; QDateTime createdAt; };
    struct Person { QString id, email, displayName; QUrl avatar; QDateTime emailVerifiedAt, lastSignInAt, createdAt;
                    QList<Identity> identities; };
    struct Tokens { QByteArray access, refresh; QDateTime expiresAt; Person person; QString provider; };
    struct Provider { QString id, name; bool enabled = false; };

    virtual ~AppAuth() = default;
    virtual Call<Person>* signUp(const QString& projectId, const QString& email, const QString& password) = 0;
    virtual Call<Tokens>* signIn(const QString& projectId, const QString& email, const QString& password) = 0;
    /// The old refresh token is used up as soon as this leaves.
    virtual Call<Tokens>* refresh(const QString& projectId, const QByteArray& refreshToken) = 0;
    virtual Call<Done>* signOut(const QString& projectId, const QByteArray& refreshToken) = 0;
    virtual Call<Person>* person(const QString& projectId, const QByteArray& accessToken) = 0;
    virtual Call<QList<Provider>>* providers(const QString& projectId) = 0;
    /// Where a browser goes to sign in with Google. `challenge` = base64url(SHA-256(verifier)) (RFC 7636).
    virtual Call<QUrl>* startGoogle(const QString& projectId, const QUrl& returnTo, const QByteArray& state,
                                    const QByteArray& challenge) = 0;
    virtual Call<Tokens>* exchangeCode(const QString& projectId, const QByteArray& code,
                                       const QByteArray& verifier) = 0;
};

class Addresses
{
public:
    virtual ~Addresses() = default;
    /// Empty = fine; otherwise the rule it breaks, in the server's words.
    virtual QString nameProblem(const QString& name) const = 0;
    virtual Call<QList<Address>>* list(const QString& projectId) = 0;
    /// Who holds a name, asked without a key; nullopt = nobody does now.
    virtual Call<std::optional<Address>>* holder(const QString& name) = 0;
    virtual Call<Address>* claim(const QString& projectId, const QString& name, const QString& releaseId) = 0;
    virtual Call<Done>* release(const QString& projectId, const QString& name) = 0;
};

class Market
{
public:
    struct ForkRequest { QString versionId; QString name; QString subdomain; QJsonObject bootstrap; };
    virtual ~Market() = default;
    virtual Call<QList<AppVersion>>* browse(const QStringList& tags) = 0;
    virtual Call<AppVersion>* inspect(const QString& versionId) = 0;
    virtual Call<AppVersion>* publish(const QString& projectId, const PublishOptions& options) = 0;
    virtual Call<QList<AppVersion>>* versions(const QString& projectId) = 0;
    virtual Call<AppVersion>* update(const QString& projectId, const QString& versionId, const AppChanges& changes) = 0;
    virtual Call<Done>* withdraw(const QString& projectId, const QString& versionId) = 0;
    virtual Call<ForkedProject>* fork(const ForkRequest& request) = 0;
};

class Operator
{
public:
    virtual ~Operator() = default;
    virtual Call<Done>* message(const QString& text) = 0;
    virtual Call<QJsonObject>* contact(const QString& name, const QString& email, const QString& webhook) = 0;
};

} // namespace run402
