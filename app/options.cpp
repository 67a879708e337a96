// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/options.h"

#include <QCommandLineParser>
#include <QDir>
#include <QProcessEnvironment>
#include <QStandardPaths>

namespace run402 {

namespace {

void describe(QCommandLineParser& parser)
{
    parser.setApplicationDescription(QStringLiteral("Run402 Desktop"));
    parser.addPositionalArgument(QStringLiteral("link"), QStringLiteral("A run402:// link to open."), QStringLiteral("[link]"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {QStringLiteral("tour"), QStringLiteral("Drive the application from nothing to a live site, leave screenshots in DIR, exit."), QStringLiteral("DIR")},
        {QStringLiteral("api"), QStringLiteral("Talk to this API instead of the sandbox or api.run402.com."), QStringLiteral("URL")},
        {QStringLiteral("data"), QStringLiteral("Keep application data in DIR."), QStringLiteral("DIR")},
        {QStringLiteral("theme"), QStringLiteral("light, dark or system."), QStringLiteral("NAME")},
    });
}

bool isUsableBase(const QUrl& url)
{
    return url.isValid() && !url.host().isEmpty()
           && (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
}

} // namespace

AppOptions readOptions(const QStringList& arguments)
{
    AppOptions options;
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(QStringList{QStringLiteral("run402-desktop")} + arguments)) {
        options.error = parser.errorText();
        return options;
    }
    const auto environment = QProcessEnvironment::systemEnvironment();

    QString api = parser.value(QStringLiteral("api"));
    if (api.isEmpty())
        api = environment.value(QStringLiteral("RUN402_API_BASE"));
    if (!api.isEmpty()) {
        while (api.endsWith(QLatin1Char('/')))
            api.chop(1);
        options.services.apiBase = QUrl(api, QUrl::StrictMode);
        if (!isUsableBase(options.services.apiBase))
            options.error = QStringLiteral("Not an http or https address: %1").arg(api);
    }
    const QString rpcPrefix = QStringLiteral("RUN402_RPC_");
    const QStringList names = environment.keys();
    for (const QString& name : names) {
        bool isNumber = false;
        const qint64 chain = name.startsWith(rpcPrefix) ? name.mid(rpcPrefix.size()).toLongLong(&isNumber) : 0;
        const QUrl url(environment.value(name), QUrl::StrictMode);
        if (isNumber && isUsableBase(url))
            options.services.rpc.insert(chain, url);
    }
    options.services.cliFolder = environment.value(QStringLiteral("RUN402_CONFIG_DIR"),
                                                   QDir::homePath() + QStringLiteral("/.config/run402"));
    const QStringList words = parser.positionalArguments();
    if (!words.isEmpty() && words.first().startsWith(QLatin1String("run402://")))
        options.link = words.first();
    options.tourFolder = parser.value(QStringLiteral("tour"));
    options.theme = parser.value(QStringLiteral("theme"));
    options.services.dataFolder = parser.value(QStringLiteral("data"));
    options.freshStart = !options.tourFolder.isEmpty() && options.services.dataFolder.isEmpty();
    if (options.services.dataFolder.isEmpty())
        options.services.dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    options.services.dataFolder = QDir(options.services.dataFolder).absolutePath();
    return options;
}

QString usageText()
{
    QCommandLineParser parser;
    describe(parser);
    return parser.helpText();
}

} // namespace run402
