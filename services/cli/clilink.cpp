// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/cli/clilink.h"

#include "services/secrets/wipe.h"
#include "services/store/settingsstore.h"
#include "services/wallets.h"
#include "services/x402/secretkey.h"

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

QString settingOf(bool sandboxWorld) { return sandboxWorld ? u"cli.linked.sandbox"_s : u"cli.linked.real"_s; }

QString cliEntry() { return u"wallet/"_s + Wallets::cliWalletId(); }

} // namespace

Call<QByteArray>* CliWalletKeys::read(const QString& key)
{
    return key == cliEntry() ? m_folder.walletKey() : m_below.read(key);
}

Call<Done>* CliWalletKeys::write(const QString& key, const QByteArray& value)
{
    if (key == cliEntry())
        return Call<Done>::ready(this, fail(Problem::Kind::Local, u"secret.denied"_s, u"The CLI keeps this key itself"_s));
    return m_below.write(key, value);
}

Call<Done>* CliWalletKeys::remove(const QString& key)
{
    if (key == cliEntry())
        return Call<Done>::ready(this, fail(Problem::Kind::Local, u"secret.denied"_s, u"The CLI keeps this key itself"_s));
    return m_below.remove(key);
}

CliLink::CliLink(SettingsStore& settings, Wallets& wallets, CliFolder& real, CliFolder& sandbox)
    : m_settings(settings), m_wallets(wallets), m_real(real), m_sandbox(sandbox)
{
    connect(&m_real, &CliFolder::walletChanged, this, &CliLink::followWallet);
}

Call<Done>* CliLink::load()
{
    auto* call = new Call<Done>(this);
    m_settings.all()->onDone(this, [this, guard = QPointer(call)](const Result<QHash<QString, QJsonValue>>& all) {
        const auto was = [&](bool world) { return all.ok() && all->value(settingOf(world)).toBool(); };
        if (was(true)) {
            m_sandboxLinked = true;
            m_sandbox.open();
        }
        if (!was(false)) {
            if (guard)
                guard->resolve(Done{});
            return;
        }
        m_realLinked = true;
        m_real.open()->onDone(this, [guard](const Result<CliImport>&) {
            if (guard)
                guard->resolve(Done{});
        });
    });
    return call;
}

Call<Done>* CliLink::link(bool sandboxWorld)
{
    auto* call = new Call<Done>(this);
    folder(sandboxWorld).open()->onDone(this, [this, sandboxWorld, guard = QPointer(call)](const Result<CliImport>& content) {
        if (content.ok() && (content->walletProblem.isEmpty() || content->walletProblem == "import.not_found"_L1)
            && (content->projectsProblem.isEmpty() || content->projectsProblem == "import.not_found"_L1)) {
            take(sandboxWorld, guard);
            return;
        }
        folder(sandboxWorld).close();
        if (!guard)
            return;
        if (!content.ok())
            return guard->resolve(content.error());
        const bool wallet = !content->walletProblem.isEmpty() && content->walletProblem != "import.not_found"_L1;
        guard->resolve(Problem::make(Problem::Kind::Local, wallet ? content->walletProblem : content->projectsProblem,
                                     u"%1 in %2 is not what the CLI writes"_s.arg(wallet ? u"allowance.json"_s : u"projects.json"_s,
                                                                                 content->folder)));
    });
    return call;
}

void CliLink::take(bool sandboxWorld, QPointer<Call<Done>> call)
{
    if (!sandboxWorld) {
        finish(false, true, call);
        return;
    }
    shareThrowaway()->onDone(this, [this, call](const Result<Done>& r) {
        if (r.ok() || r.error().code == "wallet.exists"_L1) {
            finish(true, true, call);
            return;
        }
        m_sandbox.close();
        if (call)
            call->resolve(r);
    });
}

Call<Done>* CliLink::shareThrowaway()
{
    const auto wallet = m_wallets.active(true);
    if (!wallet)
        return Call<Done>::ready(this, fail(Problem::Kind::Local, u"wallet.none"_s, u"The sandbox has no wallet yet"_s));
    auto* call = new Call<Done>(this);
    auto hex = std::make_shared<QByteArray>();
    m_wallets
        .withKey(wallet->id, true,
                 [hex](const x402::SecretKey& key) {
                     const auto text = key.exportHex();
                     *hex = QByteArray(reinterpret_cast<const char*>(text.view().data()), qsizetype(text.view().size()));
                 })
        ->onDone(call, [this, call, hex, address = wallet->address](const Result<Done>& r) {
            if (!r.ok())
                return call->resolve(r);
            m_sandbox.createWallet(address, *hex)->onDone(call, [call, hex](const Result<Done>& written) {
                wipe(*hex);
                call->resolve(written);
            });
        });
    return call;
}

void CliLink::finish(bool sandboxWorld, bool linked, QPointer<Call<Done>> call)
{
    (sandboxWorld ? m_sandboxLinked : m_realLinked) = linked;
    m_settings.set(settingOf(sandboxWorld), linked);
    if (!linked)
        folder(sandboxWorld).close();
    if (!sandboxWorld)
        followWallet();
    Q_EMIT changed(sandboxWorld);
    if (call)
        call->resolve(Done{});
}

Call<Done>* CliLink::unlink(bool sandboxWorld)
{
    auto* call = new Call<Done>(this);
    finish(sandboxWorld, false, call);
    return call;
}

/// The CLI's wallet is this profile's active one for as long as it is linked, whoever makes a new one.
void CliLink::followWallet()
{
    m_wallets.followCli(m_realLinked ? m_real.walletAddress() : QString(), tr("CLI wallet"));
}

} // namespace run402
