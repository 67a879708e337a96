// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/cli/clifolder.h"

#include "services/cli/sharedfile.h"
#include "services/secrets/privatefile.h"
#include "services/secrets/wipe.h"
#include "services/x402/secretkey.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sodium.h>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxProjectsFile = 8 << 20;
constexpr int settleMs = 60;
/// A CLI command that began before our change ends within this time.
constexpr qint64 repeatWithinMs = 5000;
constexpr qsizetype keyBytes = 32;

QString projectsPath(const QString& folder) { return QDir(folder).filePath(u"projects.json"_s); }
QString allowancePath(const QString& folder) { return QDir(folder).filePath(u"allowance.json"_s); }

QByteArray rawKey(const QByteArray& hex)
{
    const QByteArrayView digits = hex.startsWith("0x") ? QByteArrayView(hex).sliced(2) : QByteArrayView(hex);
    QByteArray raw(keyBytes, Qt::Uninitialized);
    size_t length = 0;
    if (digits.size() != 2 * keyBytes
        || sodium_hex2bin(reinterpret_cast<unsigned char*>(raw.data()), keyBytes, digits.data(), size_t(digits.size()),
                          nullptr, &length, nullptr)
        || length != size_t(keyBytes))
        wipe(raw);
    return raw;
}

/// The members in the CLI's order, as JSON.stringify(…, null, 2) writes them. Nothing in them needs escaping.
QByteArray allowanceText(const QString& address, const QByteArray& privateKeyHex)
{
    return "{\n  \"address\": \"" + address.toUtf8() + "\",\n  \"privateKey\": \"" + privateKeyHex + "\",\n  \"created\": \""
           + QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toUtf8()
           + "\",\n  \"funded\": false,\n  \"rail\": \"x402\"\n}";
}

} // namespace

CliFolder::CliFolder(QString folder, QObject* parent) : QObject(parent), m_folder(std::move(folder))
{
    m_disk.setMaxThreadCount(1);
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMs);
    connect(&m_settle, &QTimer::timeout, this, [this] { look(); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_settle, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_settle, qOverload<>(&QTimer::start));
}

CliFolder::~CliFolder()
{
    m_disk.waitForDone();
}

template <typename T>
Call<T>* CliFolder::run(std::function<Result<T>()> work)
{
    auto* call = new Call<T>(this);
    m_disk.start([this, work = std::move(work), guard = QPointer(call)] {
        auto outcome = std::make_shared<Result<T>>(work());
        // This object waits for the thread before it dies.
        QMetaObject::invokeMethod(this, [guard, outcome] {
            if (guard)
                guard->resolve(*outcome);
        });
    });
    return call;
}

Call<CliImport>* CliFolder::open()
{
    auto* call = new Call<CliImport>(this);
    auto* made = run<Done>([folder = m_folder]() -> Result<Done> {
        const QDir dir(folder);
        if (auto there = makePrivateFolderFor(allowancePath(folder)); !there.ok())
            return Problem::make(Problem::Kind::Local, u"cli.write_failed"_s, there.error().message);
        if (!dir.exists(u"allowance.json"_s) && dir.exists(u"wallet.json"_s))
            QFile::rename(dir.filePath(u"wallet.json"_s), allowancePath(folder)); // as the CLI does
        return Done{};
    });
    made->onDone(call, [this, call](const Result<Done>& r) {
        if (!r.ok())
            return call->resolve(r.error());
        m_open = true;
        look(call);
    });
    return call;
}

void CliFolder::close()
{
    m_open = false;
    m_settle.stop();
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    if (!watched.isEmpty())
        m_watcher.removePaths(watched);
    m_own.clear();
}

void CliFolder::watchFiles()
{
    // A replaced file is another file: its watch went with the old one.
    QStringList paths{m_folder};
    for (const QString& file : {projectsPath(m_folder), allowancePath(m_folder)}) {
        if (QFileInfo::exists(file))
            paths << file;
    }
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    for (const QString& path : std::as_const(paths)) {
        if (!watched.contains(path))
            m_watcher.addPath(path);
    }
}

void CliFolder::look(QPointer<Call<CliImport>> answer)
{
    if (!m_open)
        return;
    watchFiles();
    auto* seen = run<Look>([folder = m_folder, own = m_own]() -> Result<Look> {
        Look look;
        look.content = readCliFolder(folder);
        QFile file(projectsPath(folder));
        QByteArray text = file.open(QIODevice::ReadOnly) ? file.read(maxProjectsFile) : QByteArray();
        look.hash = QCryptographicHash::hash(text, QCryptographicHash::Sha256);
        for (const OwnEdit& recent : own) {
            if (!holdsCliEdit(text, recent.edit))
                look.undone << recent;
        }
        wipe(text);
        for (CliProject& project : look.content.projects)
            wipe(project.serviceKey); // read when needed, not kept
        return look;
    });
    seen->onDone(this, [this, answer](const Result<Look>& r) {
        if (r.ok() && m_open)
            looked(*r);
        if (answer)
            answer->resolve(r.ok() ? Result<CliImport>(r->content) : Result<CliImport>(r.error()));
    });
}

void CliFolder::looked(const Look& look)
{
    const QString address = look.content.wallet ? look.content.wallet->address : QString();
    const bool otherWallet = std::exchange(m_walletAddress, address) != address;
    const bool changed = look.hash != m_seenHash;
    const bool byOthers = changed && !m_writtenHashes.removeOne(look.hash);
    const QList<CliProject> before = m_seen.projects;
    m_seenHash = look.hash;
    m_seen = look.content;
    m_seen.wallet.reset();
    bool repeating = false;
    for (const OwnEdit& undone : look.undone) {
        // Once only: after that it is the other program's will.
        if (byOthers && m_own.removeIf([&](const OwnEdit& own) { return own.id == undone.id; }) > 0) {
            write(undone.edit);
            repeating = true;
        }
    }
    // What another program wrote is told with the repeated edit upon it, as theirs still.
    if (changed && !repeating)
        Q_EMIT projectsChanged(before, std::exchange(m_othersUntold, false) || byOthers);
    else if (repeating)
        m_othersUntold = true;
    if (otherWallet)
        Q_EMIT walletChanged();
}

Call<Done>* CliFolder::change(const CliProjectsEdit& edit)
{
    // What is changed again is not worth repeating: a project put in and taken out must not come back.
    const QString about = edit.put ? edit.put->id : edit.remove;
    if (!about.isEmpty())
        m_own.removeIf([&about](const OwnEdit& own) { return own.edit.put ? own.edit.put->id == about : own.edit.remove == about; });
    const int id = ++m_lastOwn;
    m_own << OwnEdit{id, edit};
    QTimer::singleShot(repeatWithinMs, this, [this, id] { m_own.removeIf([id](const OwnEdit& own) { return own.id == id; }); });
    return write(edit);
}

Call<Done>* CliFolder::write(const CliProjectsEdit& edit)
{
    auto* call = new Call<Done>(this);
    auto* written = run<QByteArray>([path = projectsPath(m_folder), edit]() -> Result<QByteArray> {
        QByteArray hash;
        const auto noted = [&hash](Result<QByteArray> text) {
            if (text.ok())
                hash = QCryptographicHash::hash(*text, QCryptographicHash::Sha256);
            return text;
        };
        SharedEdit shared;
        shared.apply = [&](const QByteArray& current) { return noted(editedCliProjects(current, edit)); };
        shared.merge = [&](const QByteArray& base, const QByteArray& ours, const QByteArray& theirs) {
            return noted(mergedCliProjects(base, ours, theirs));
        };
        const auto done = editSharedFile(path, maxProjectsFile, shared);
        if (!done.ok())
            return done.error();
        return hash;
    });
    written->onDone(this, [this, guard = QPointer(call)](const Result<QByteArray>& hash) {
        if (hash.ok()) {
            m_writtenHashes << *hash;
            while (m_writtenHashes.size() > 16)
                m_writtenHashes.removeFirst();
        }
        if (!hash.ok() || !m_open) {
            if (guard)
                guard->resolve(hash.ok() ? Result<Done>(Done{}) : Result<Done>(hash.error()));
            return;
        }
        auto* seen = new Call<CliImport>(this); // whoever waited for the change finds it in projects()
        seen->onDone(this, [guard](const Result<CliImport>&) {
            if (guard)
                guard->resolve(Done{});
        });
        look(seen);
    });
    return call;
}

Call<Done>* CliFolder::createWallet(const QString& address, const QByteArray& privateKeyHex)
{
    return run<Done>([path = allowancePath(m_folder), address, hex = privateKeyHex]() -> Result<Done> {
        bool taken = false;
        SharedEdit shared;
        shared.apply = [&](const QByteArray& current) -> Result<QByteArray> {
            taken = !current.trimmed().isEmpty();
            return taken ? current : allowanceText(address, hex);
        };
        shared.merge = [&](const QByteArray&, const QByteArray&, const QByteArray& theirs) -> Result<QByteArray> {
            taken = true; // a wallet made at the same moment stays
            return theirs;
        };
        const auto done = editSharedFile(path, maxProjectsFile, shared);
        if (done.ok() && taken)
            return Problem::make(Problem::Kind::Local, u"wallet.exists"_s, u"There is a wallet in %1"_s.arg(path));
        return done;
    });
}

Call<QByteArray>* CliFolder::walletKey()
{
    return run<QByteArray>([folder = m_folder]() -> Result<QByteArray> {
        const CliImport content = readCliFolder(folder);
        if (!content.wallet) {
            const bool gone = content.walletProblem == "import.not_found"_L1;
            return Problem::make(Problem::Kind::Local, gone ? u"secret.not_found"_s : content.walletProblem,
                                 u"The CLI's wallet in %1 cannot be read"_s.arg(folder));
        }
        QByteArray raw = rawKey(content.wallet->key);
        if (raw.isEmpty())
            return Problem::make(Problem::Kind::Local, u"import.key_invalid"_s, u"The CLI's wallet has no usable key"_s);
        return raw;
    });
}

Call<QByteArray>* CliFolder::serviceKey(const QString& projectId)
{
    return run<QByteArray>([folder = m_folder, projectId]() -> Result<QByteArray> {
        CliImport content = readCliFolder(folder);
        QByteArray key;
        for (CliProject& project : content.projects) {
            if (project.id == projectId)
                key = QByteArray(project.serviceKey.constData(), project.serviceKey.size());
            wipe(project.serviceKey);
        }
        if (key.isEmpty())
            return Problem::make(Problem::Kind::Local, u"secret.not_found"_s, u"The CLI holds no keys of %1"_s.arg(projectId));
        return key;
    });
}

} // namespace run402
