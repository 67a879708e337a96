// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environment.h"

#include <QCoreApplication>

namespace run402 {

Environment environmentFromKey(const QString& key)
{
    return key == QLatin1String("mainnet") ? Environment::Mainnet
        : key == QLatin1String("testnet")  ? Environment::Testnet
                                           : Environment::Sandbox;
}

QString environmentToken(Environment env)
{
    return QStringLiteral("env.") + environmentId(env);
}

QString environmentIcon(Environment env)
{
    switch (env) {
    case Environment::Testnet: return QStringLiteral("flask-conical");
    case Environment::Mainnet: return QStringLiteral("circle-dollar-sign");
    case Environment::Sandbox: break;
    }
    return QStringLiteral("box");
}

QString environmentName(Environment env)
{
    switch (env) {
    case Environment::Testnet: return QCoreApplication::translate("Environment", "Testnet");
    case Environment::Mainnet: return QCoreApplication::translate("Environment", "Mainnet");
    case Environment::Sandbox: break;
    }
    return QCoreApplication::translate("Environment", "Sandbox");
}

QString environmentWords(Environment env)
{
    switch (env) {
    case Environment::Testnet: return QCoreApplication::translate("Environment", "Testnet, play money");
    case Environment::Mainnet: return QCoreApplication::translate("Environment", "Mainnet, real money");
    case Environment::Sandbox: break;
    }
    return QCoreApplication::translate("Environment", "Sandbox, on this computer");
}

} // namespace run402
