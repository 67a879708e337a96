// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/livefiles.h"

#include "services/worker.h"

#include <QCryptographicHash>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 smallFile = 64 * 1024;     // cheaper to fetch than to ask for its length first
constexpr qint64 mostOfSmall = 1024 * 1024; // what may be live in the place of a small file

bool isAbsent(int status)
{
    return status == 403 || status == 404 || status == 410; // a deployment's own host answers 403
}

} // namespace

Call<LiveState>* LiveFiles::read(QObject* owner, Fetch fetch, const QUrl& site, const QList<SiteFile>& files,
                                 const Limits& limits)
{
    qint64 bytes = 0;
    for (const SiteFile& file : files)
        bytes += file.size;
    if (files.size() > limits.maxFiles || bytes > limits.maxBytes) {
        return Call<LiveState>::ready(
            owner, fail(Problem::Kind::Local, u"deploy.live_too_much"_s, u"Too many files to compare with what is live"_s));
    }
    auto* job = new LiveFiles(owner, std::move(fetch), site, files, limits);
    Call<LiveState>* call = job->m_call;
    job->more();
    return call;
}

LiveFiles::LiveFiles(QObject* owner, Fetch fetch, const QUrl& site, const QList<SiteFile>& files, const Limits& limits)
    : QObject(owner), m_fetch(std::move(fetch)), m_site(site), m_files(files), m_limits(limits),
      m_call(new Call<LiveState>(owner))
{
    m_call->setCancelHook([self = QPointer(this)] {
        if (self)
            self->finish(fail(Problem::cancelled()));
    });
}

void LiveFiles::more()
{
    while (!m_finished && m_running < m_limits.atOnce && m_next < m_files.size()) {
        const SiteFile& file = m_files.at(m_next++);
        // A last part without a dot is answered with the root page whatever is there (contract.md §3.13).
        if (!file.path.section(u'/', -1).contains(u'.'))
            continue;
        ++m_running;
        ask(file, file.size > smallFile);
    }
    if (!m_finished && m_running == 0)
        finish(m_state);
}

void LiveFiles::ask(const SiteFile& file, bool lengthOnly)
{
    QUrl url = m_site;
    url.setPath(u'/' + file.path, QUrl::DecodedMode);
    auto* call = m_fetch(lengthOnly ? "HEAD" : "GET", url, qMax(mostOfSmall, file.size));
    m_asked.removeIf([](const QPointer<CallBase>& c) { return !c; });
    m_asked.append(call);
    call->onDone(this, [this, file, lengthOnly](const Result<HttpReply>& r) { answered(file, lengthOnly, r); });
}

void LiveFiles::answered(const SiteFile& file, bool lengthOnly, const Result<HttpReply>& r)
{
    if (m_finished)
        return;
    if (!r.ok() && r.error().code == "net.reply_too_large"_L1) {
        m_state.hashes.insert(file.path, {});
        return oneDone();
    }
    if (!r.ok())
        return finish(r.error());
    if (isAbsent(r->status))
        return oneDone();
    if (r->status != 200)
        return finish(fail(Problem::Kind::Server, u"deploy.live_unknown"_s, u"The site answers %1"_s.arg(r->status)));
    if (!lengthOnly)
        return hash(file.path, r->body);
    bool told = false;
    const qint64 length = r->header("Content-Length").toLongLong(&told);
    if (!told || length == file.size)
        return ask(file, false);
    m_state.hashes.insert(file.path, {});
    m_state.sizes.insert(file.path, length);
    oneDone();
}

void LiveFiles::hash(const QString& path, const QByteArray& body)
{
    m_state.sizes.insert(path, body.size());
    onWorker(this, [body] { return QCryptographicHash::hash(body, QCryptographicHash::Sha256); },
             [this, path](const QByteArray& found) {
        m_state.hashes.insert(path, found);
        oneDone();
    });
}

void LiveFiles::oneDone()
{
    --m_running;
    more();
}

void LiveFiles::finish(Result<LiveState> outcome)
{
    if (m_finished)
        return;
    m_finished = true;
    for (const auto& call : std::as_const(m_asked)) {
        if (call && !call->isSettled())
            call->cancel();
    }
    if (m_call)
        m_call->resolve(std::move(outcome));
    deleteLater();
}

} // namespace run402
