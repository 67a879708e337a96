// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/clicommands.h"

#include <QCoreApplication>

namespace run402 {

namespace {

struct Row
{
    const char* id;
    const char* icon;
    const char* title;
    const char* open;
    const char* controls; ///< separated by '|'
    const char* commands; ///< separated by '|'
};

const Row account[] = {
    {"init", "rocket", QT_TRANSLATE_NOOP("run402::Palette", "Set up wallet, test money and tier"), "do:init",
     "start.wallet|start.faucet|start.tier|start.project|status.reload", "init"},
    {"init.mpp", "flask-conical", QT_TRANSLATE_NOOP("run402::Palette", "Get free pathUSD on Tempo"), "wallet", "wallet.faucet.tempo|wallet.balance.tempo|wallet.create", "init mpp"},
    {"status", "activity", QT_TRANSLATE_NOOP("run402::Palette", "Open Status"), "status", "status.reload", "status"},
    {"allowance.create", "plus", QT_TRANSLATE_NOOP("run402::Palette", "Make a wallet"), "wallet", "wallet.create|wallet.copy", "allowance create"},
    {"allowance.status", "wallet", QT_TRANSLATE_NOOP("run402::Palette", "Show the state of the wallet"), "status", "status.address", "allowance status"},
    {"allowance.fund", "droplets", QT_TRANSLATE_NOOP("run402::Palette", "Get free test money"), "wallet", "wallet.faucet.base-sepolia|wallet.create", "allowance fund"},
    {"allowance.balance", "circle-dollar-sign", QT_TRANSLATE_NOOP("run402::Palette", "Show the balance of every rail"), "wallet",
     "wallet.balance.base-sepolia|wallet.create", "allowance balance"},
    {"allowance.export", "copy", QT_TRANSLATE_NOOP("run402::Palette", "Copy the address of the wallet"), "wallet", "wallet.copy|wallet.create", "allowance export"},
    {"wallet.fund", "credit-card", QT_TRANSLATE_NOOP("run402::Palette", "Add money by card"), "do:wallet.fund", "topup.other", "allowance checkout"},
    {"allowance.history", "receipt-text", QT_TRANSLATE_NOOP("run402::Palette", "Show the billing history"), "wallet", "wallet.limit|wallet.create", "allowance history"},
    {"tier.status", "badge-check", QT_TRANSLATE_NOOP("run402::Palette", "Show the tier and its lease"), "wallet",
     "wallet.tier.current|wallet.tier.prototype.action|wallet.create", "tier status"},
    {"tier.set", "badge-check", QT_TRANSLATE_NOOP("run402::Palette", "Take, renew or change the tier"), "wallet", "wallet.tier.prototype.action|wallet.create", "tier set"},
    {"tier.prototype", "badge-check", QT_TRANSLATE_NOOP("run402::Palette", "Take the Prototype tier"), "wallet", "wallet.tier.prototype.action|wallet.create",
     "tier set prototype"},
    {"tier.hobby", "badge-check", QT_TRANSLATE_NOOP("run402::Palette", "Take the Hobby tier"), "wallet", "wallet.tier.hobby.action|wallet.create", "tier set hobby"},
    {"tier.team", "badge-check", QT_TRANSLATE_NOOP("run402::Palette", "Take the Team tier"), "wallet", "wallet.tier.team.action|wallet.create", "tier set team"},
};

const Row projects[] = {
    {"projects.quote", "tag", QT_TRANSLATE_NOOP("run402::Palette", "Show what the tiers cost"), "wallet", "wallet.tier.prototype.action|wallet.create", "projects quote"},
    {"project.new", "plus", QT_TRANSLATE_NOOP("run402::Palette", "New project"), "do:project.new", "project.name", "projects provision"},
    {"projects", "box", QT_TRANSLATE_NOOP("run402::Palette", "Open all projects"), "projects", "projects.list|projects.firstNew", "projects list"},
    {"projects.use", "arrow-right", QT_TRANSLATE_NOOP("run402::Palette", "Go to another project"), "projects", "projects.list|projects.firstNew", "projects use"},
    {"projects.info", "info", QT_TRANSLATE_NOOP("run402::Palette", "Show the facts of this project"), "do:project.show", "projects.details|projects.firstNew", "projects info"},
    {"projects.keys", "key-round", QT_TRANSLATE_NOOP("run402::Palette", "Show the keys of this project"), "overview", "overview.serviceKey.reveal|start.wallet", "projects keys"},
    {"projects.usage", "activity", QT_TRANSLATE_NOOP("run402::Palette", "Show the usage of this project"), "overview", "overview.calls|start.wallet", "projects usage"},
    {"projects.schema", "table-2", QT_TRANSLATE_NOOP("run402::Palette", "Show tables, columns, keys and policies"), "do:schema.show", "tree", "projects schema"},
    {"sql", "terminal", QT_TRANSLATE_NOOP("run402::Palette", "Open SQL console"), "sql", "sql.editor", "projects sql"},
    {"rules", "shield-check", QT_TRANSLATE_NOOP("run402::Palette", "Open Access rules"), "rules", "rules.matrix|rules.template.*", "projects rls"},
    {"rest", "braces", QT_TRANSLATE_NOOP("run402::Palette", "Open REST explorer"), "rest", "rest.url", "projects rest|/rest/v1|get /rest/v1|post /rest/v1|patch /rest/v1|delete /rest/v1"},
    {"projects.pin", "pin", QT_TRANSLATE_NOOP("run402::Palette", "Pin this project"), "do:project.show", "projects.pin|projects.firstNew", "projects pin"},
    {"project.delete", "trash-2", QT_TRANSLATE_NOOP("run402::Palette", "Delete this project"), "do:project.delete", "confirmName|projects.firstNew", "projects delete"},
};

const Row shipping[] = {
    {"deploy", "rocket", QT_TRANSLATE_NOOP("run402::Palette", "Deploy a folder, zip or manifest"), "deploy", "deploy.choose", "deploy|sites deploy"},
    {"deploy.lookUp", "search", QT_TRANSLATE_NOOP("run402::Palette", "Ask about a deployment by its id"), "do:deploy.lookUp", "history.lookUp", "sites status"},
    {"deploy.claim", "globe", QT_TRANSLATE_NOOP("run402::Palette", "Claim an address"), "do:deploy.claim", "addresses.name", "subdomains claim"},
    {"deploy.addresses", "globe", QT_TRANSLATE_NOOP("run402::Palette", "Show the addresses of this project"), "do:deploy.addresses", "addresses.open.*|addresses", "subdomains list"},
    {"subdomains.delete", "trash-2", QT_TRANSLATE_NOOP("run402::Palette", "Delete an address"), "do:deploy.addresses", "addresses.delete.*|addresses", "subdomains delete"},
    {"functions", "square-function", QT_TRANSLATE_NOOP("run402::Palette", "Open Functions"), "functions", "functions.list|functions.first", "functions list"},
    {"functions.deploy", "rocket", QT_TRANSLATE_NOOP("run402::Palette", "Deploy a function"), "functions", "functions.deploy|functions.code|functions.first", "functions deploy"},
    {"functions.invoke", "play", QT_TRANSLATE_NOOP("run402::Palette", "Try a function"), "functions", "functions.send|functions.first", "functions invoke"},
    {"functions.delete", "trash-2", QT_TRANSLATE_NOOP("run402::Palette", "Delete a function"), "functions", "functions.list|functions.first", "functions delete"},
    {"logs", "scroll-text", QT_TRANSLATE_NOOP("run402::Palette", "Open Logs"), "logs", "logs.function|logs.search", "functions logs"},
    {"secret.new", "plus", QT_TRANSLATE_NOOP("run402::Palette", "Add a secret"), "do:secret.new", "secrets.name", "secrets set"},
    {"secrets", "key-round", QT_TRANSLATE_NOOP("run402::Palette", "Open Secrets"), "secrets", "secrets.add", "secrets list"},
    {"secrets.delete", "trash-2", QT_TRANSLATE_NOOP("run402::Palette", "Delete a secret"), "secrets", "secrets.remove.*|secrets.add", "secrets delete"},
    {"storage.upload", "upload", QT_TRANSLATE_NOOP("run402::Palette", "Upload a file"), "storage", "storage.upload", "storage upload"},
    {"storage.download", "download", QT_TRANSLATE_NOOP("run402::Palette", "Download a stored file"), "storage", "storage.files|storage.addBucket", "storage download"},
    {"storage.delete", "trash-2", QT_TRANSLATE_NOOP("run402::Palette", "Delete a stored file"), "storage", "storage.files|storage.addBucket", "storage delete"},
    {"storage", "archive", QT_TRANSLATE_NOOP("run402::Palette", "Open Storage"), "storage", "storage.buckets", "storage list"},
};

const Row others[] = {
    {"market", "store", QT_TRANSLATE_NOOP("run402::Palette", "Open Marketplace"), "market", "market.search", "apps browse"},
    {"apps.inspect", "search", QT_TRANSLATE_NOOP("run402::Palette", "Look at an app by its version id"), "market:apps", "market.search", "apps inspect"},
    {"apps.fork", "git-fork", QT_TRANSLATE_NOOP("run402::Palette", "Fork an app"), "market:apps", "market.grid|market.search", "apps fork"},
    {"market.publish", "upload", QT_TRANSLATE_NOOP("run402::Palette", "Publish this project as an app"), "market:publish", "publish.tags", "apps publish"},
    {"market:mine", "store", QT_TRANSLATE_NOOP("run402::Palette", "Show my published apps"), "market:mine", "market.mine.*|market.mine", "apps versions"},
    {"apps.update", "pencil", QT_TRANSLATE_NOOP("run402::Palette", "Change what a published app tells"), "market:mine", "market.edit.*|market.mine", "apps update"},
    {"apps.delete", "trash-2", QT_TRANSLATE_NOOP("run402::Palette", "Take an app off the marketplace"), "market:mine", "market.withdraw.*|market.mine", "apps delete"},
    {"images", "image", QT_TRANSLATE_NOOP("run402::Palette", "Make a picture"), "images", "images.prompt", "image generate"},
    {"contact", "mail", QT_TRANSLATE_NOOP("run402::Palette", "Write to Run402"), "contact", "contact.text", "message send"},
    {"agent.contact", "user-round-check", QT_TRANSLATE_NOOP("run402::Palette", "Tell Run402 how to reach you"), "contact", "contact.name", "agent contact"},
    {"auth", "users", QT_TRANSLATE_NOOP("run402::Palette", "Open Auth users"), "auth", "auth.people|auth.add", "/auth/v1"},
    {"auth.signUp", "user-plus", QT_TRANSLATE_NOOP("run402::Palette", "Sign a test user up"), "auth", "auth.add", "/auth/v1/signup|post /auth/v1/signup"},
    {"auth.signIn", "log-in", QT_TRANSLATE_NOOP("run402::Palette", "Sign in as a user of the app"), "auth", "auth.signIn",
     "/auth/v1/token|post /auth/v1/token|/auth/v1/token?grant_type=password"},
    {"auth.refresh", "refresh-cw", QT_TRANSLATE_NOOP("run402::Palette", "Refresh the session of a test user"), "auth", "auth.refresh|auth.people|auth.add",
     "/auth/v1/token?grant_type=refresh_token"},
    {"auth.signOut", "power", QT_TRANSLATE_NOOP("run402::Palette", "Sign a test user out"), "auth", "auth.signOut|auth.people|auth.add", "/auth/v1/logout|post /auth/v1/logout"},
    {"auth.ask", "user", QT_TRANSLATE_NOOP("run402::Palette", "Ask the service who a test user is"), "auth", "auth.ask|auth.people|auth.add",
     "/auth/v1/user|get /auth/v1/user"},
    {"auth.providers", "key-round", QT_TRANSLATE_NOOP("run402::Palette", "Show the ways to sign in"), "auth", "auth.provider.password", "/auth/v1/providers|get /auth/v1/providers"},
    {"auth.google", "globe", QT_TRANSLATE_NOOP("run402::Palette", "Sign in with Google"), "auth", "auth.google",
     "/auth/v1/oauth/google/start|post /auth/v1/oauth/google/start|/auth/v1/token?grant_type=authorization_code"},
};

QStringList split(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char('|'), Qt::SkipEmptyParts);
}

template <std::size_t N>
void append(QList<CliPlace>& list, const Row (&rows)[N])
{
    for (const Row& row : rows) {
        list << CliPlace{QString::fromLatin1(row.id), QString::fromLatin1(row.icon), QCoreApplication::translate("run402::Palette", row.title),
                         QString::fromLatin1(row.open), split(row.controls), split(row.commands)};
    }
}

} // namespace

QList<CliPlace> cliPlaces()
{
    QList<CliPlace> list;
    append(list, account);
    append(list, projects);
    append(list, shipping);
    append(list, others);
    return list;
}

} // namespace run402
