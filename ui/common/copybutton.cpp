// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/copybutton.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>

namespace run402 {

namespace {
constexpr int doneMs = 1200;
} // namespace

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
    QTimer::singleShot(doneMs, this, [this] {
        setIconName(QStringLiteral("copy"));
        setToken("text.secondary");
        setName(m_what);
    });
    Q_EMIT copied();
}

void copyOnClick(Button* button, std::function<QString()> source)
{
    QObject::connect(button, &QAbstractButton::clicked, button, [button, source = std::move(source)] {
        QGuiApplication::clipboard()->setText(source());
        button->setIconName(QStringLiteral("check"));
        QTimer::singleShot(doneMs, button, [button] { button->setIconName(QStringLiteral("copy")); });
    });
}

} // namespace run402
