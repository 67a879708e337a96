// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/deploywords.h"

#include "models/domain/datasize.h"
#include "models/sql/statements.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

namespace run402::DeployWords {

namespace {

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("DeployWords", text, nullptr, n);
}

using Id = SiteCheck::Id;
using State = SiteCheck::State;
using Why = SkippedFile::Why;

} // namespace

QString delta(qint64 count)
{
    return (count < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + byteText(qAbs(count));
}

QString seconds(qint64 ms)
{
    if (ms < 60'000)
        return tr("%1 s").arg(double(ms) / 1000, 0, 'f', ms < 10'000 ? 2 : 1);
    return tr("%1 min %2 s").arg(ms / 60'000).arg(ms / 1000 % 60);
}

QString liveIn(qint64 ms)
{
    if (ms < 0)
        return tr("Live");
    if (ms >= 60'000)
        return tr("Live in %1").arg(seconds(ms));
    // Nothing takes no time: a hundredth is the least that is said.
    return tr("Live in %1 seconds").arg(qMax(0.01, double(ms) / 1000), 0, 'f', ms < 100 ? 2 : 1);
}

QString files(int count)
{
    return count == 1 ? tr("1 file") : tr("%1 files").arg(count);
}

QString step(ReleaseStep::Kind kind)
{
    switch (kind) {
    case ReleaseStep::Kind::Migrations: return tr("Migrations");
    case ReleaseStep::Kind::Rules: return tr("Access rules");
    case ReleaseStep::Kind::Secrets: return tr("Secrets");
    case ReleaseStep::Kind::Functions: return tr("Functions");
    case ReleaseStep::Kind::Site: return tr("Site");
    case ReleaseStep::Kind::Subdomain: return tr("Subdomain");
    }
    return {};
}

namespace {

template <typename List, typename Name>
QString named(const List& list, Name name)
{
    QStringList names;
    for (const auto& item : list)
        names << name(item);
    return names.join(QStringLiteral(", "));
}

} // namespace

QString stepDetail(const ReleaseStep& s, const ReleaseSpec& spec, const QString& migrations)
{
    const bool running = s.state == ReleaseStep::State::Running && !s.detail.isEmpty();
    const bool done = s.state == ReleaseStep::State::Done;
    switch (s.kind) {
    case ReleaseStep::Kind::Migrations: return migrations;
    case ReleaseStep::Kind::Rules:
        return tr("%1 on %2").arg(spec.rulesTemplate, named(spec.rules, [](const auto& r) { return r.table; }));
    case ReleaseStep::Kind::Secrets: {
        const QString all = named(spec.secrets, [](const auto& secret) { return secret.key; });
        return running ? tr("%1, setting").arg(s.detail) : done ? tr("%1 set").arg(all) : all;
    }
    case ReleaseStep::Kind::Functions: {
        const QString all = named(spec.functions, [](const auto& function) { return function.name; });
        return running ? tr("%1, publishing").arg(s.detail) : done ? tr("%1 published").arg(all) : all;
    }
    case ReleaseStep::Kind::Site: {
        const QString text = tr("%1, %2").arg(files(int(spec.files.size())), byteText(spec.totalBytes()));
        return done ? tr("%1 sent").arg(text) : text;
    }
    case ReleaseStep::Kind::Subdomain:
        return done ? tr("%1 now shows this deployment").arg(spec.subdomain) : spec.subdomain;
    }
    return {};
}

QString migrations(const ReleaseSpec& spec)
{
    const QString name = spec.migrationsFile.isEmpty() ? tr("SQL in the manifest")
                                                       : spec.migrationsFile.section(QLatin1Char('/'), -1);
    constexpr qsizetype parsedCharacters = 64 * 1024; // a few milliseconds on the GUI thread
    if (spec.migrations.isEmpty() || spec.migrations.size() > parsedCharacters)
        return name;
    static const QRegularExpression column(
        QStringLiteral(R"(\badd\s+column\s+(?:if\s+not\s+exists\s+)?"?(\w+))"), QRegularExpression::CaseInsensitiveOption);
    const SqlScript script = readSql(spec.migrations);
    QStringList added;
    for (const SqlStatement& s : script.statements) {
        if (s.verb == QLatin1String("CREATE TABLE"))
            added << s.object;
        if (s.verb != QLatin1String("ALTER TABLE"))
            continue;
        auto found = column.globalMatch(s.text(spec.migrations));
        while (found.hasNext())
            added << s.object + QLatin1Char('.') + found.next().captured(1);
    }
    const QString text = script.statements.size() == 1 ? tr("%1, 1 statement").arg(name)
                                                       : tr("%1, %2 statements").arg(name).arg(script.statements.size());
    return added.isEmpty() ? text : tr("%1, adds %2").arg(text, added.join(QStringLiteral(", ")));
}

QString suggestedAddress(const QString& projectName)
{
    QString name;
    const QString plain = projectName.normalized(QString::NormalizationForm_KD).toLower();
    for (const QChar c : plain) {
        const bool usable = (c >= QLatin1Char('a') && c <= QLatin1Char('z')) || c.isDigit();
        if (usable && c.unicode() < 128)
            name += c;
        else if (!c.isMark() && !name.isEmpty() && !name.endsWith(QLatin1Char('-')))
            name += QLatin1Char('-'); // several of them in a row are one
    }
    name.truncate(63);
    while (name.endsWith(QLatin1Char('-')))
        name.chop(1);
    return name.isEmpty() || name.size() >= 3 ? name : name + QStringLiteral("-site");
}

QString check(const SiteCheck& c)
{
    const bool good = c.state == State::Passed || c.state == State::NotNeeded;
    switch (c.id) {
    case Id::IndexPage:
        if (c.state == State::NotNeeded)
            return tr("No site files in this manifest");
        return good ? tr("index.html is there") : tr("There is no index.html");
    case Id::Size: {
        // The service's "50 MB" are binary ones.
        const QString limit = tr("%1 MB").arg(c.limit >> 20);
        const QString text = good                         ? tr("%1 of %2")
                             : c.state == State::Failed ? tr("Too large: %1 of %2")
                                                          : tr("Close to the limit: %1 of %2");
        return text.arg(byteText(c.bytes), limit);
    }
    case Id::Secrets:
        return good ? tr("No secret keys in the files")
                    : c.state == State::Failed ? tr("Secret keys in the files") : tr("Something that may be a private key");
    case Id::AnonKey:
        if (c.state == State::NotNeeded)
            return tr("No anon_key in the files");
        return good ? tr("anon_key matches the project") : tr("anon_key of another project");
    case Id::Names: return good ? tr("File names are fine") : tr("Names that differ in capitals only");
    case Id::Unreadable: return good ? tr("Every file can be read") : tr("Files that cannot be read");
    }
    return {};
}

QString advice(const SiteCheck& c)
{
    if (c.state == State::Passed || c.state == State::NotNeeded)
        return {};
    switch (c.id) {
    case Id::IndexPage:
        return c.hint.isEmpty() ? tr("Without it the address shows nothing. Add one to the folder.")
                                : tr("There is one in %1. Choose that folder instead.").arg(c.hint);
    case Id::Size: return tr("The service takes 50 MiB in one deployment; files grow by a third on the way.");
    case Id::Secrets:
        return tr("Anybody who opens the page can read them. Take them out, keep them under Secrets and use them in a "
                  "function.");
    case Id::AnonKey: return tr("The page would talk to the other project's data.");
    case Id::Names: return tr("On Windows and macOS these are one file.");
    case Id::Unreadable: return tr("They would be missing from the site.");
    }
    return {};
}

QString finding(const SiteCheck::Finding& f)
{
    QString what;
    if (f.what == QLatin1String("service_key"))
        what = tr("a service_key");
    else if (f.what == QLatin1String("private_key"))
        what = tr("a private key");
    else if (f.what == QLatin1String("maybe_private_key"))
        what = tr("a private key or a hash");
    else if (f.what == QLatin1String("api_key"))
        what = tr("an API key");
    else if (f.what == QLatin1String("pem_key"))
        what = tr("a private key file");
    else if (f.what == QLatin1String("case"))
        return tr("%1 and %2").arg(f.path, f.shown);
    else if (f.what == QLatin1String("unreadable"))
        return f.shown.isEmpty() ? f.path : tr("%1: %2").arg(f.path, f.shown);
    else
        what = tr("an anon_key");
    return tr("%1, line %2: %3 (%4)").arg(f.path).arg(f.line).arg(what, f.shown);
}

QString skipped(Why why)
{
    switch (why) {
    case Why::Hidden: return tr("hidden");
    case Why::Tooling: return tr("belongs to tools");
    case Why::LinkOutside: return tr("link that leaves the folder");
    case Why::LinkFolder: return tr("link to a folder");
    case Why::LinkBroken: return tr("broken link");
    case Why::LinkInZip: return tr("link in the archive");
    case Why::NotAFile: return tr("not a file");
    case Why::Unreadable: return tr("cannot be read");
    case Why::BadName: return tr("name cannot be used");
    case Why::Manifest: return tr("manifest, not a page");
    case Why::TooDeep: return tr("too many folders inside each other");
    }
    return {};
}

QString place(const QString& path)
{
    const QString home = QDir::homePath();
    return path.startsWith(home + QLatin1Char('/')) ? QLatin1Char('~') + path.mid(home.size()) : path;
}

} // namespace run402::DeployWords
