// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/cli/cliimport.h"

#include "models/json/jsonslice.h"
#include "services/secrets/wipe.h"
#include "services/worker.h"
#include "services/x402/secretkey.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxWalletFile = 64 * 1024;
constexpr qint64 maxProjectsFile = 8 << 20;
constexpr qsizetype maxProjects = 10'000;
constexpr qsizetype maxKeyLength = 8192;

/// The file's bytes, or an import.* code.
struct Content
{
    QByteArray bytes;
    QString problem;
};

Content readFile(const QString& path, qint64 limit)
{
    const QFileInfo info(path);
    if (!info.exists())
        return {{}, u"import.not_found"_s};
    if (!info.isFile()) // a pipe would block for ever
        return {{}, u"import.unreadable"_s};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {{}, u"import.unreadable"_s};
    QByteArray bytes = file.read(limit + 1);
    if (bytes.size() > limit) {
        wipe(bytes);
        return {{}, u"import.too_large"_s};
    }
    return {bytes, {}};
}

/// `text` holds the key: it is taken out as bytes, so that no QString with it is ever made.
QString parseWallet(QByteArray& text, CliWallet& wallet)
{
    QJsonParseError error{};
    const auto members = json::memberTexts(text);
    if (!members)
        return u"import.not_json"_s;
    const QByteArrayView quoted = members->value("privateKey");
    if (quoted.size() < 66 || quoted.size() > 68 || !quoted.startsWith('"') || !quoted.endsWith('"'))
        return u"import.key_invalid"_s;
    wallet.key = quoted.sliced(1, quoted.size() - 2).toByteArray();
    const auto at = quoted.data() - text.constData();
    memset(text.data() + at + 1, '0', size_t(quoted.size() - 2));

    const auto key = x402::SecretKey::parse(x402::spanOf(wallet.key), x402::SecretKey::Use::Wallet);
    if (!key.ok())
        return u"import.key_invalid"_s;
    wallet.address = key->address().toString();
    const QJsonObject object = QJsonDocument::fromJson(text, &error).object();
    if (error.error != QJsonParseError::NoError)
        return u"import.not_json"_s;
    // Somebody's address over somebody else's key: neither can be trusted.
    const QString stated = object.value("address"_L1).toString();
    if (stated.compare(wallet.address, Qt::CaseInsensitive) != 0)
        return u"import.key_invalid"_s;
    wallet.rail = object.value("rail"_L1).toString() == "mpp"_L1 ? u"mpp"_s : u"x402"_s;
    wallet.createdAt = QDateTime::fromString(object.value("created"_L1).toString(), Qt::ISODateWithMs).toUTC();
    return {};
}

void readWallet(const QString& file, CliImport& import)
{
    Content content = readFile(file, maxWalletFile);
    import.walletProblem = content.problem;
    if (!content.problem.isEmpty())
        return;
    auto wallet = std::make_shared<CliWallet>();
    import.walletProblem = parseWallet(content.bytes, *wallet);
    wipe(content.bytes);
    if (import.walletProblem.isEmpty())
        import.wallet = std::move(wallet);
}

void addProject(const QString& id, const QJsonObject& entry, CliImport& import)
{
    CliProject project;
    project.id = id;
    project.anonKey = entry.value("anon_key"_L1).toString();
    project.serviceKey = entry.value("service_key"_L1).toString().toUtf8();
    const bool usable = !id.isEmpty() && id.size() <= 200 && !project.anonKey.isEmpty()
                        && !project.serviceKey.isEmpty() && project.anonKey.size() <= maxKeyLength
                        && project.serviceKey.size() <= maxKeyLength
                        && !project.serviceKey.contains('\n') && !project.serviceKey.contains('\r')
                        && !project.anonKey.contains(u'\n') && !project.anonKey.contains(u'\r');
    if (!usable || import.projects.size() >= maxProjects) {
        ++import.skippedProjects;
        return;
    }
    project.siteUrl = entry.value("site_url"_L1).toString().left(2000);
    project.lastDeploymentId = entry.value("last_deployment_id"_L1).toString().left(200);
    project.deployedAt = QDateTime::fromString(entry.value("deployed_at"_L1).toString(), Qt::ISODateWithMs).toUTC();
    import.projects << project;
}

void readProjects(const QDir& folder, CliImport& import)
{
    Content content = readFile(folder.filePath(u"projects.json"_s), maxProjectsFile);
    import.projectsProblem = content.problem;
    if (!content.problem.isEmpty())
        return;
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(content.bytes, &error);
    wipe(content.bytes);
    if (error.error != QJsonParseError::NoError) {
        import.projectsProblem = u"import.not_json"_s;
        return;
    }
    if (document.isArray()) { // the older form
        for (const QJsonValue& entry : document.array())
            addProject(entry.toObject().value("project_id"_L1).toString(), entry.toObject(), import);
        return;
    }
    const QJsonObject projects = document.object().value("projects"_L1).toObject();
    for (auto it = projects.begin(); it != projects.end(); ++it)
        addProject(it.key(), it->toObject(), import);
    import.activeProjectId = document.object().value("active_project_id"_L1).toString().left(200);
}

Call<CliImport>* readElsewhere(QObject* owner, std::function<CliImport()> read)
{
    auto* call = new Call<CliImport>(owner);
    onWorker(call, [read = std::move(read)] {
        CliImport found = read();
        scrubFreedMemory(); // the JSON text held the key
        return found;
    }, [call](const CliImport& found) { call->resolve(found); });
    return call;
}

} // namespace

CliWallet::~CliWallet()
{
    wipe(key);
}

CliImport readCliFolder(const QString& folder)
{
    CliImport import;
    import.folder = folder;
    const QDir dir(folder);
    readWallet(dir.filePath(dir.exists(u"allowance.json"_s) ? u"allowance.json"_s : u"wallet.json"_s), import);
    readProjects(dir, import);
    return import;
}

Call<CliImport>* importFromCli(QObject* owner, const QString& folder)
{
    return readElsewhere(owner, [folder] { return readCliFolder(folder); });
}

Call<CliImport>* importCliWallet(QObject* owner, const QString& file)
{
    return readElsewhere(owner, [file] {
        CliImport import;
        import.folder = QFileInfo(file).path();
        readWallet(file, import);
        return import;
    });
}

} // namespace run402
