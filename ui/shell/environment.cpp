// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environment.h"

#include <QCoreApplication>

namespace run402 {

QString environmentKey(ShellEnvironment env)
{
    switch (env) {
    case ShellEnvironment::Testnet: return QStringLiteral("testnet");
    case ShellEnvironment::Mainnet: return QStringLiteral("mainnet");
    case ShellEnvironment::Sandbox: break;
    }
    return QStringLiteral("sandbox");
}

ShellEnvironment environmentFromKey(const QString& key)
{
    return key == QLatin1String("mainnet") ? ShellEnvironment::Mainnet
        : key == QLatin1String("testnet")  ? ShellEnvironment::Testnet
                                           : ShellEnvironment::Sandbox;
}

QString environmentToken(ShellEnvironment env)
{
    return QStringLiteral("env.") + environmentKey(env);
}

QString environmentIcon(ShellEnvironment env)
{
    switch (env) {
    case ShellEnvironment::Testnet: return QStringLiteral("flask-conical");
    case ShellEnvironment::Mainnet: return QStringLiteral("circle-dollar-sign");
    case ShellEnvironment::Sandbox: break;
    }
    return QStringLiteral("box");
}

QString environmentName(ShellEnvironment env)
{
    switch (env) {
    case ShellEnvironment::Testnet: return QCoreApplication::translate("Environment", "Testnet");
    case ShellEnvironment::Mainnet: return QCoreApplication::translate("Environment", "Mainnet");
    case ShellEnvironment::Sandbox: break;
    }
    return QCoreApplication::translate("Environment", "Sandbox");
}

QString environmentWords(ShellEnvironment env)
{
    switch (env) {
    case ShellEnvironment::Testnet: return QCoreApplication::translate("Environment", "Testnet, play money");
    case ShellEnvironment::Mainnet: return QCoreApplication::translate("Environment", "Mainnet, real money");
    case ShellEnvironment::Sandbox: break;
    }
    return QCoreApplication::translate("Environment", "Sandbox, on this computer");
}

} // namespace run402
