// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1objects.h"

#include "models/json/jsonreader.h"
#include "services/api/gen1/fetch.h"

#include <QFile>
#include <QFileInfo>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxObjectBytes = 10 << 20; // contract.md §1.2
constexpr int transferTimeoutMs = 60'000;

/// Segments are encoded one by one; the separators stay.
QString objectPath(const char* kind, const QString& bucket, const QString& path)
{
    QStringList parts;
    for (const QString& part : path.split(u'/'))
        parts << segment(part);
    return "/storage/v1/object/"_L1 + QString::fromLatin1(kind) + segment(bucket) + u'/' + parts.join(u'/');
}

bool isValidPath(const QString& bucket, const QString& path)
{
    if (bucket.isEmpty() || bucket == "."_L1 || bucket == ".."_L1)
        return false;
    const QStringList parts = path.split(u'/');
    return std::none_of(parts.cbegin(), parts.cend(), [](const QString& part) {
        return part.isEmpty() || part == "."_L1 || part == ".."_L1;
    });
}

Problem invalidPath()
{
    return Problem::make(Problem::Kind::Local, u"request.invalid"_s,
                         u"A stored file's name has an empty part or \"..\"; nothing was sent"_s);
}

} // namespace

Gen1Objects::Gen1Objects(ApiClient& api, QObject* parent) : QObject(parent), m_api(api) {}

Call<QList<Objects::Object>>* Gen1Objects::list(const QString& projectId, const QString& bucket)
{
    ApiRequest request =
        ApiRequest::get("/storage/v1/object/list/"_L1 + segment(bucket), Auth::AnonKey, projectId);
    request.label = "storage list "_L1 + bucket;
    request.cliEquivalent = u"run402 storage list %1 %2"_s.arg(shellWord(projectId), shellWord(bucket));
    auto* call = new Call<QList<Object>>(this);
    auto* listing = fetch<QList<Object>>(this, m_api, request, [](const QJsonDocument& document) {
        const JsonReader root(document);
        QList<Object> list;
        root.objects("objects", [&](const JsonReader& r) {
            list << Object{r.text("key"), r.integer("size"), r.timeOr("last_modified"), {}};
        });
        return root.done(list);
    });
    call->setCancelHook([guard = QPointer<CallBase>(listing)] {
        if (guard)
            guard->cancel();
    });
    listing->onDone(call, [call](const Result<QList<Object>>& r) {
        if (r.ok() || r.error().httpStatus != 404 || r.error().code == "project.not_found"_L1)
            return call->resolve(r);
        // Generation 1 takes the list for a download of an object of that name (contract.md §3.9).
        Problem p = r.error();
        p.code = u"objects.list_unavailable"_s;
        call->resolve(p);
    });
    return call;
}

Call<Objects::Object>* Gen1Objects::put(const QString& projectId, const QString& bucket, const QString& path,
                                        const QByteArray& bytes, const QString& contentType)
{
    if (!isValidPath(bucket, path))
        return Call<Object>::ready(this, invalidPath());
    if (bytes.size() > maxObjectBytes) {
        return Call<Object>::ready(this, Problem::make(Problem::Kind::Local, u"request.too_large"_s,
                                                       u"Over 10 MB; nothing was sent"_s));
    }
    ApiRequest request = putRequest(projectId, bucket, path, contentType);
    request.body = bytes;
    return sendPut(request, path);
}

Call<Objects::Object>* Gen1Objects::upload(const QString& projectId, const QString& bucket, const QString& path,
                                           const QString& file, const QString& contentType)
{
    if (!isValidPath(bucket, path))
        return Call<Object>::ready(this, invalidPath());
    ApiRequest request = putRequest(projectId, bucket, path, contentType);
    request.bodyDevice = [file]() -> std::unique_ptr<QIODevice> {
        if (!QFileInfo(file).isFile())
            return nullptr; // opening a pipe would wait for its other end
        auto device = std::make_unique<QFile>(file);
        if (!device->open(QIODevice::ReadOnly) || device->size() > maxObjectBytes)
            return nullptr;
        return device;
    };
    return sendPut(request, path);
}

ApiRequest Gen1Objects::putRequest(const QString& projectId, const QString& bucket, const QString& path,
                                   const QString& contentType) const
{
    ApiRequest request;
    request.method = "POST";
    request.path = objectPath("", bucket, path);
    request.auth = Auth::AnonKey;
    request.projectId = projectId;
    request.contentType = contentType.isEmpty() ? QByteArray("application/octet-stream") : contentType.toLatin1();
    request.idempotent = true; // overwrites with the same bytes
    request.timeoutMs = transferTimeoutMs;
    request.label = "storage upload "_L1 + path;
    request.cliEquivalent = u"run402 storage upload %1 %2 %3 --file %4 --content-type %5"_s.arg(
        shellWord(projectId), shellWord(bucket), shellWord(path), shellWord(path.section(u'/', -1)),
        shellWord(QString::fromLatin1(request.contentType)));
    return request;
}

Call<Objects::Object>* Gen1Objects::sendPut(const ApiRequest& request, const QString& path)
{
    const QString type = QString::fromLatin1(request.contentType);
    return fetch<Object>(this, m_api, request, [path, type](const QJsonDocument& document) {
        const JsonReader r(document);
        return r.done(Object{path, r.integer("size"), QDateTime::currentDateTimeUtc(), type});
    });
}

Call<QByteArray>* Gen1Objects::get(const QString& projectId, const QString& bucket, const QString& path)
{
    if (!isValidPath(bucket, path))
        return Call<QByteArray>::ready(this, invalidPath());
    return mapCall(this, m_api.call(getRequest(projectId, bucket, path)),
                   [](const HttpReply& reply) -> Result<QByteArray> { return reply.body; });
}

ApiRequest Gen1Objects::getRequest(const QString& projectId, const QString& bucket, const QString& path) const
{
    ApiRequest request = ApiRequest::get(objectPath("", bucket, path), Auth::AnonKey, projectId);
    request.timeoutMs = transferTimeoutMs;
    request.label = "storage download "_L1 + path;
    request.cliEquivalent =
        u"run402 storage download %1 %2 %3"_s.arg(shellWord(projectId), shellWord(bucket), shellWord(path));
    return request;
}

Call<Objects::Object>* Gen1Objects::download(const QString& projectId, const QString& bucket, const QString& path,
                                             Sink sink, qint64 maxBytes, bool background)
{
    if (!isValidPath(bucket, path))
        return Call<Object>::ready(this, invalidPath());
    ApiRequest request = getRequest(projectId, bucket, path);
    request.maxReplyBytes = maxBytes;
    request.background = background;
    auto size = std::make_shared<qint64>(0);
    request.sink = [sink = std::move(sink), size](const QByteArray& bytes) {
        *size += bytes.size();
        return sink(bytes);
    };
    return mapCall(this, m_api.call(request), [path, size](const HttpReply& reply) -> Result<Object> {
        return Object{path, *size, QDateTime(), QString::fromLatin1(reply.header("Content-Type")).section(u';', 0, 0)};
    });
}

Call<Done>* Gen1Objects::remove(const QString& projectId, const QString& bucket, const QString& path)
{
    if (!isValidPath(bucket, path))
        return Call<Done>::ready(this, invalidPath());
    ApiRequest request;
    request.method = "DELETE";
    request.path = objectPath("", bucket, path);
    request.auth = Auth::AnonKey;
    request.projectId = projectId;
    request.idempotent = true;
    request.label = "storage delete "_L1 + path;
    request.cliEquivalent =
        u"run402 storage delete %1 %2 %3"_s.arg(shellWord(projectId), shellWord(bucket), shellWord(path));
    return fetchDone(this, m_api, request);
}

Call<Objects::SignedLink>* Gen1Objects::sign(const QString& projectId, const QString& bucket, const QString& path)
{
    if (!isValidPath(bucket, path))
        return Call<SignedLink>::ready(this, invalidPath());
    ApiRequest request;
    request.method = "POST";
    request.path = objectPath("sign/", bucket, path);
    request.auth = Auth::AnonKey;
    request.projectId = projectId;
    request.body = "{}";
    request.contentType = "application/json";
    request.idempotent = true;
    request.label = "storage sign "_L1 + path;
    return fetch<SignedLink>(this, m_api, request,
                             [base = m_api.base()](const QJsonDocument& document) -> Result<SignedLink> {
                                 const JsonReader r(document);
                                 const QUrl url = base.resolved(QUrl(r.text("signed_url")));
                                 return r.done(SignedLink{
                                     url, QDateTime::currentDateTimeUtc().addSecs(r.integerOr("expires_in", 3600))});
                             });
}

} // namespace run402
