// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QPointer>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

const QString textType = u"text/plain"_s;
const QString hintType = u"x-kde-passwordManagerHint"_s;
const QString windowsType = u"application/x-qt-windows-mime;value=\"ExcludeClipboardContentFromMonitorProcessing\""_s;

class SecretMime final : public QMimeData
{
public:
    explicit SecretMime(const x402::SecretBytes& secret) : m_secret(secret.view()) {}

    QStringList formats() const override { return {textType, hintType, windowsType}; }
    bool hasFormat(const QString& type) const override { return formats().contains(type); }

protected:
    QVariant retrieveData(const QString& type, QMetaType wanted) const override
    {
        if (type == hintType)
            return QByteArray("secret");
        if (type == windowsType)
            return QByteArray(1, '\1');
        if (type != textType)
            return {};
        const QByteArray bytes(reinterpret_cast<const char*>(m_secret.view().data()), qsizetype(m_secret.size()));
        return wanted.id() == QMetaType::QString ? QVariant(QString::fromLatin1(bytes)) : QVariant(bytes);
    }

private:
    x402::SecretBytes m_secret;
};

} // namespace

void copySecret(const x402::SecretBytes& secret, int clearAfterMs)
{
    QClipboard* clipboard = QGuiApplication::clipboard();
    auto* mime = new SecretMime(secret);
    clipboard->setMimeData(mime);
    // Gone already when something else was copied meanwhile.
    QTimer::singleShot(clearAfterMs, mime, [clipboard] { clipboard->clear(); });
}

} // namespace run402
