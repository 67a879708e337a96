// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/vectorfile.h"

#include <QFile>
#include <QJsonDocument>

namespace run402::test {

namespace {

QString folder()
{
    const QString named = qEnvironmentVariable("RUN402_VECTORS_DIR");
    return named.isEmpty() ? QStringLiteral(RUN402_DEFAULT_VECTORS_DIR) : named;
}

} // namespace

VectorFile::VectorFile(const QString& name)
{
    QFile file(folder() + u'/' + name);
    if (!file.open(QIODevice::ReadOnly))
        return;
    m_file = QJsonDocument::fromJson(file.readAll()).object();
    m_cases = m_file.value(QStringLiteral("cases")).toArray();
}

QString VectorFile::rowName(int index) const
{
    const QString name = m_cases.at(index).toObject().value(QStringLiteral("name")).toString();
    for (int i = 0; i < index; ++i)
        if (m_cases.at(i).toObject().value(QStringLiteral("name")).toString() == name)
            return QStringLiteral("%1 #%2").arg(name).arg(index);
    return name;
}

void VectorFile::addRows() const
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < count(); ++i)
        QTest::newRow(qUtf8Printable(rowName(i))) << i;
}

QJsonObject VectorFile::current()
{
    QFETCH(int, index);
    m_exercised.insert(index);
    return m_cases.at(index).toObject();
}

QStringList VectorFile::missed() const
{
    QStringList out;
    for (int i = 0; i < count(); ++i)
        if (!m_exercised.contains(i))
            out.append(rowName(i));
    return out;
}

QByteArray bytesOf(const QJsonObject& object, const char* name)
{
    return object.value(QLatin1String(name)).toString().toUtf8();
}

QJsonValue jsonOf(const QByteArray& text)
{
    // In a list, so that scalars parse as well.
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson('[' + text + ']', &error);
    return error.error == QJsonParseError::NoError ? document.array().at(0)
                                                   : QJsonValue(QJsonValue::Undefined);
}

Result<x402::SecretKey> keyOf(const QJsonObject& testCase, x402::SecretKey::Use use)
{
    const QByteArray text = bytesOf(testCase, "privateKey");
    return x402::SecretKey::parse(x402::spanOf(text), use);
}

} // namespace run402::test
