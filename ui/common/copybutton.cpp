// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/copybutton.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>

namespace run402 {

CopyButton::CopyButton(const QString& what, QWidget* parent)
    : IconButton(QStringLiteral("copy"), what, parent)
    , m_what(what)
{
    setSmall(true);
    connect(this, &QAbstractButton::clicked, this, &CopyButton::copy);
}

void CopyButton::setText(const QString& text)
{
    m_source = [text] { return text; };
}

void CopyButton::setTextSource(std::function<QString()> source)
{
    m_source = std::move(source);
}

void CopyButton::copy()
{
    if (!m_source)
        return;
    QGuiApplication::clipboard()->setText(m_source());
    setIconName(QStringLiteral("check"));
    setToken("success.text");
    setName(tr("Copied"));
    QTimer::singleShot(1200, this, [this] {
        setIconName(QStringLiteral("copy"));
        setToken("text.secondary");
        setName(m_what);
    });
    Q_EMIT copied();
}

} // namespace run402
