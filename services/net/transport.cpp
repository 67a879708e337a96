// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/transport.h"

#include "services/net/exchange.h"

#include <QLocale>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int keptRecords = 2000;

/// The "IMF-fixdate" of RFC 9110 §5.6.7, the only form servers may send.
QDateTime parseHttpDate(const QByteArray& text)
{
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(text), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    date.setTimeSpec(Qt::UTC);
    return date;
}

QString authorityOf(const QUrl& url)
{
    return url.authority(QUrl::FullyEncoded).section(u'@', -1);
}

} // namespace

Transport::Transport(QObject* parent) : QObject(parent), m_manager(new QNetworkAccessManager(this)) {}

Transport::~Transport()
{
    // Exchanges use the manager; children would otherwise die in order of creation.
    const auto running = findChildren<QObject*>(QString(), Qt::FindDirectChildrenOnly);
    for (QObject* child : running) {
        if (auto* exchange = dynamic_cast<Exchange*>(child))
            delete exchange;
    }
}

Call<HttpReply>* Transport::send(const HttpRequest& request)
{
    auto* exchange = new Exchange(*this, request);
    Call<HttpReply>* call = exchange->call();
    exchange->start();
    return call;
}

qint64 Transport::clockOffsetMs(const QString& host) const
{
    return m_clockOffset.value(host, 0);
}

void Transport::setCost(const QString& traceId, qint64 micros)
{
    const auto it = m_records.find(traceId);
    if (it == m_records.end())
        return;
    it->costMicros = micros;
    Q_EMIT requestChanged(*it);
}

void Transport::setPaidQuote(const QString& traceId, bool paid)
{
    const auto it = m_records.find(traceId);
    if (it == m_records.end() || it->paidQuote == paid)
        return;
    it->paidQuote = paid;
    Q_EMIT requestChanged(*it);
}

void Transport::setManager(QNetworkAccessManager* manager)
{
    delete m_manager;
    m_manager = manager;
    m_manager->setParent(this);
}

/// `sinceMiddleMs`: how long ago the middle of the round trip was.
void Transport::learnClock(const QString& host, const QByteArray& dateHeader, qint64 sinceMiddleMs)
{
    const QDateTime date = parseHttpDate(dateHeader);
    if (!date.isValid())
        return;
    const qint64 middle = m_nowMs() - sinceMiddleMs;
    // The header is cut to whole seconds: on average the server was half a second further.
    const qint64 offset = date.toMSecsSinceEpoch() + 500 - middle;
    const qint64 known = clockOffsetMs(host);
    m_clockOffset.insert(host, qAbs(offset) <= 1500 ? 0 : offset);
    if (qAbs(offset - known) > 1500)
        Q_EMIT clockLearned(host);
}

void Transport::noteReachable(const QUrl& url, bool reachable)
{
    const QString authority = authorityOf(url);
    const auto known = m_reachable.constFind(authority);
    if (known != m_reachable.constEnd() && *known == reachable)
        return;
    m_reachable.insert(authority, reachable);
    Q_EMIT reachabilityChanged(authority, reachable);
}

void Transport::publish(const RequestRecord& record, bool started)
{
    if (started) {
        m_recordOrder.append(record.traceId);
        if (m_recordOrder.size() > keptRecords)
            m_records.remove(m_recordOrder.takeFirst());
    }
    m_records.insert(record.traceId, record);
    if (started)
        Q_EMIT requestStarted(record);
    else
        Q_EMIT requestChanged(record);
}

} // namespace run402
