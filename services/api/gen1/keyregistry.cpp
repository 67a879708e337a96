// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/keyregistry.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

using Places = QHash<QString, QHash<QString, QString>>;
constexpr qint64 maxFile = 8 << 20;

Problem failed(const QString& message)
{
    return Problem::make(Problem::Kind::Local, u"store.registry_failed"_s, message);
}

Result<Places> readFile(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return Places{};
    if (file.size() > maxFile || !file.open(QIODevice::ReadOnly))
        return failed(file.errorString());
    QJsonParseError error{};
    const QJsonObject root = QJsonDocument::fromJson(file.readAll(), &error).object();
    if (error.error != QJsonParseError::NoError)
        return failed(u"%1: %2"_s.arg(QFileInfo(path).fileName(), error.errorString()));
    Places places;
    const QJsonObject stored = root.value("places"_L1).toObject();
    for (auto place = stored.begin(); place != stored.end(); ++place) {
        const QJsonObject projects = place->toObject();
        for (auto project = projects.begin(); project != projects.end(); ++project)
            places[place.key()].insert(project.key(), project->toObject().value("anon_key"_L1).toString());
    }
    return places;
}

Result<Done> writeFile(const QString& path, const Places& places)
{
    QJsonObject stored;
    for (auto place = places.begin(); place != places.end(); ++place) {
        QJsonObject projects;
        for (auto project = place->begin(); project != place->end(); ++project)
            projects.insert(project.key(), QJsonObject{{u"anon_key"_s, project.value()}});
        stored.insert(place.key(), projects);
    }
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return failed(u"The folder cannot be made"_s);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return failed(file.errorString());
    file.write(QJsonDocument(QJsonObject{{u"version"_s, 1}, {u"places"_s, stored}}).toJson());
    if (!file.commit())
        return failed(file.errorString());
    return Done{};
}

} // namespace

KeyRegistry::KeyRegistry(QString file, QObject* parent) : QObject(parent), m_file(std::move(file))
{
    m_disk.setMaxThreadCount(1);
}

KeyRegistry::~KeyRegistry()
{
    m_disk.waitForDone();
}

/// `work` answers, and where it changed the places they are written.
template <typename T>
Call<T>* KeyRegistry::run(std::function<Result<T>(Places&)> work)
{
    auto* call = new Call<T>(this);
    m_disk.start([this, file = m_file, work = std::move(work), guard = QPointer(call)] {
        Result<Places> read = readFile(file);
        auto outcome = std::make_shared<std::optional<Result<T>>>();
        if (read.ok()) {
            Places places = *read;
            outcome->emplace(work(places));
            if (places != *read) {
                if (const auto written = writeFile(file, places); !written.ok())
                    outcome->emplace(written.error());
            }
        } else {
            outcome->emplace(read.error());
        }
        // The registry waits for this thread before it dies.
        QMetaObject::invokeMethod(this, [guard, outcome] {
            if (guard)
                guard->resolve(**outcome);
        });
    });
    return call;
}

Call<std::optional<QString>>* KeyRegistry::anonKey(const QString& place, const QString& projectId)
{
    return run<std::optional<QString>>([=](Places& places) -> Result<std::optional<QString>> {
        const auto projects = places.value(place);
        if (!projects.contains(projectId))
            return std::optional<QString>();
        return std::optional(projects.value(projectId));
    });
}

Call<Done>* KeyRegistry::put(const QString& place, const QString& projectId, const QString& anonKey)
{
    return run<Done>([=](Places& places) -> Result<Done> {
        places[place].insert(projectId, anonKey);
        return Done{};
    });
}

Call<Done>* KeyRegistry::remove(const QString& place, const QString& projectId)
{
    return run<Done>([=](Places& places) -> Result<Done> {
        if (places.contains(place))
            places[place].remove(projectId);
        return Done{};
    });
}

Call<QStringList>* KeyRegistry::projects(const QString& place)
{
    return run<QStringList>([=](Places& places) -> Result<QStringList> { return places.value(place).keys(); });
}

} // namespace run402
