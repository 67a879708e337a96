// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scriptedmanager.h"

#include <QTimer>

namespace run402::test {

namespace {

class ScriptedReply final : public QNetworkReply
{
public:
    ScriptedReply(ScriptedManager& manager, QNetworkAccessManager::Operation op, const QNetworkRequest& request,
                  const Script& script)
        : QNetworkReply(&manager), m_manager(manager), m_script(script)
    {
        setOperation(op);
        setRequest(request);
        setUrl(request.url());
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        QTimer::singleShot(m_script.delayMs, this, [this] { play(); });
    }

    void abort() override
    {
        if (isFinished())
            return;
        ++m_manager.aborted;
        finishWith(OperationCanceledError);
    }
    qint64 bytesAvailable() const override { return m_ready.size() - m_at + QNetworkReply::bytesAvailable(); }
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char* data, qint64 maxSize) override
    {
        const qint64 n = qMin(maxSize, qint64(m_ready.size() - m_at));
        if (n <= 0)
            return isFinished() ? -1 : 0;
        memcpy(data, m_ready.constData() + m_at, size_t(n));
        m_at += n;
        return n;
    }

private:
    void play()
    {
        if (isFinished() || m_script.way == Script::Way::Hang) {
            Q_EMIT requestSent();
            return;
        }
        if (m_script.way == Script::Way::Fail)
            return finishWith(m_script.error);
        Q_EMIT requestSent();
        setAttribute(QNetworkRequest::HttpStatusCodeAttribute, m_script.status);
        for (const auto& [name, value] : m_script.headers)
            setRawHeader(name, value);
        const bool hasLength = hasRawHeader("Content-Length");
        if (!hasLength)
            setRawHeader("Content-Length", QByteArray::number(m_script.body.size()));
        Q_EMIT metaDataChanged();
        if (isFinished())
            return; // the reader gave up on the headers
        const bool cut = m_script.way == Script::Way::CutShort;
        m_ready = cut ? m_script.body.left(m_script.body.size() / 2) : m_script.body;
        if (!m_ready.isEmpty())
            Q_EMIT readyRead();
        if (!isFinished())
            finishWith(cut ? RemoteHostClosedError : NoError);
    }

    void finishWith(NetworkError error)
    {
        if (error != NoError)
            setError(error, QStringLiteral("scripted"));
        setFinished(true);
        Q_EMIT finished();
    }

    ScriptedManager& m_manager;
    Script m_script;
    QByteArray m_ready;
    qsizetype m_at = 0;
};

QByteArray methodOf(QNetworkAccessManager::Operation op, const QNetworkRequest& request)
{
    switch (op) {
    case QNetworkAccessManager::GetOperation: return "GET";
    case QNetworkAccessManager::HeadOperation: return "HEAD";
    case QNetworkAccessManager::PostOperation: return "POST";
    case QNetworkAccessManager::PutOperation: return "PUT";
    default: return request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
    }
}

} // namespace

QByteArray SeenRequest::header(const QByteArray& name) const
{
    for (const auto& [key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QNetworkReply* ScriptedManager::createRequest(Operation op, const QNetworkRequest& request, QIODevice* body)
{
    SeenRequest seenRequest{methodOf(op, request), request.url(), {}, body ? body->readAll() : QByteArray()};
    const auto names = request.rawHeaderList();
    for (const QByteArray& name : names)
        seenRequest.headers.append({name, request.rawHeader(name)});
    seen << seenRequest;
    Script script = Script::failing(QNetworkReply::UnknownNetworkError);
    if (answer)
        script = answer(seenRequest);
    else if (!m_queue.isEmpty())
        script = m_queue.dequeue();
    else
        unexpected << seenRequest;
    return new ScriptedReply(*this, op, request, script);
}

} // namespace run402::test
