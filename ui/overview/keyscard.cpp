// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/keyscard.h"

#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/copybutton.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPointer>
#include <QVBoxLayout>

namespace run402 {

namespace {
QString maskedKey()
{
    return QString(28, QChar(0x2022));
}
} // namespace

KeysCard::KeysCard(Shape shape, QWidget* parent) : Card(tr("Endpoints and keys"), parent), m_shape(shape)
{
    auto* starter = new Button(tr("Copy starter code"), QStringLiteral("code-xml"), Button::Variant::Ghost);
    starter->setSize(Button::Size::Small);
    starter->setObjectName(QStringLiteral("overview.starter"));
    head()->addWidget(starter);
    connect(starter, &Button::clicked, this, &KeysCard::starterCodeRequested);

    body()->setContentsMargins(0, 4, 0, 4);
    body()->setSpacing(0);
    addRow(tr("REST"), false, &m_rest, &m_copyRest);
    addRow(tr("Auth"), false, &m_auth, &m_copyAuth);
    addRow(tr("Functions"), false, &m_functions, &m_copyFunctions);
    auto* rule = new QFrame;
    rule->setFrameShape(QFrame::HLine);
    rule->setProperty("rule", true);
    body()->addWidget(rule);

    auto* safe = new Chip(tr("Safe in a browser"), Tone::Success);
    safe->setIconName(QStringLiteral("globe"));
    addRow(QStringLiteral("anon_key"), true, &m_anon, &m_copyAnon, safe);
    m_anon->setObjectName(QStringLiteral("overview.anonKey"));

    auto* server = new Chip(tr("Server only"), Tone::Danger);
    server->setIconName(QStringLiteral("lock"));
    QHBoxLayout* row = addRow(QStringLiteral("service_key"), true, &m_service, nullptr, server);
    m_service->setObjectName(QStringLiteral("overview.serviceKey"));
    m_reveal = new IconButton(QStringLiteral("eye"), tr("Show the service key for 30 seconds"));
    m_reveal->setSmall(true);
    m_reveal->setObjectName(QStringLiteral("overview.serviceKey.reveal"));
    m_copyService = new IconButton(QStringLiteral("copy"), tr("Copy the service key; the clipboard is cleared after 60 seconds"));
    m_copyService->setSmall(true);
    m_copyService->setObjectName(QStringLiteral("overview.serviceKey.copy"));
    row->addWidget(m_reveal);
    row->addWidget(m_copyService);

    m_hide.setSingleShot(true);
    m_hide.setInterval(revealMs);
    connect(&m_hide, &QTimer::timeout, this, &KeysCard::hideKey);
    connect(m_reveal, &IconButton::clicked, this, [this] {
        if (m_hide.isActive())
            hideKey();
        else
            Q_EMIT serviceKeyRequested(false);
    });
    connect(m_copyService, &IconButton::clicked, this, [this] { Q_EMIT serviceKeyRequested(true); });
    hideKey();
}

QHBoxLayout* KeysCard::addRow(const QString& name, bool mono, ElidedLabel** value, CopyButton** copy, QWidget* chip)
{
    constexpr int lineHeight = 33, keyHeight = 22;
    const bool below = mono && m_shape == Shape::Narrow;
    auto* row = new QWidget;
    row->setFixedHeight(below ? lineHeight + keyHeight : lineHeight);
    auto* column = new QVBoxLayout(row);
    column->setContentsMargins(14, 0, 10, below ? 6 : 0);
    column->setSpacing(0);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    auto* title = new Label(name, mono ? Theme::Font::MonoStrong : Theme::Font::Body, mono ? "text.primary" : "text.secondary");
    title->setFixedWidth(m_shape == Shape::Narrow && !mono ? 66 : 88);
    line->addWidget(title);
    *value = new ElidedLabel({}, Theme::Font::Mono, mono ? "text.muted" : "text.primary");
    (*value)->setElideMode(mono ? Qt::ElideRight : Qt::ElideMiddle); // the end of an address tells more than its middle
    if (!below)
        line->addWidget(*value, 1);
    if (chip)
        line->addWidget(chip);
    if (below)
        line->addStretch(1);
    column->addLayout(line, 1);
    if (below)
        column->addWidget(*value);
    if (copy) {
        *copy = new CopyButton(name);
        (*copy)->setSmall(true);
        line->addWidget(*copy);
    }
    body()->addWidget(row);
    return line;
}

void KeysCard::setProject(const QUrl& base, const QString& anonKey, bool serviceKeyKnown)
{
    const QString root = base.toString(QUrl::StripTrailingSlash);
    const auto set = [&](ElidedLabel* label, CopyButton* button, const QString& text) {
        label->setText(text);
        button->setText(text);
    };
    set(m_rest, m_copyRest, root + QStringLiteral("/rest/v1/"));
    set(m_auth, m_copyAuth, root + QStringLiteral("/auth/v1/"));
    set(m_functions, m_copyFunctions, root + QStringLiteral("/functions/v1/"));
    set(m_anon, m_copyAnon, anonKey);
    if (anonKey.isEmpty())
        m_anon->setText(tr("Not on this computer"));
    m_copyAnon->setEnabled(!anonKey.isEmpty());
    m_reveal->setEnabled(serviceKeyKnown);
    m_copyService->setEnabled(serviceKeyKnown);
    hideKey();
    if (!serviceKeyKnown)
        m_service->setText(tr("Not on this computer; it cannot be fetched again"));
}

void KeysCard::giveServiceKey(const QByteArray& key, bool toClipboard)
{
    if (!toClipboard) {
        m_service->setText(QString::fromLatin1(key));
        m_reveal->setIconName(QStringLiteral("eye-off"));
        m_hide.start();
        return;
    }
    QClipboard* clipboard = QGuiApplication::clipboard();
    clipboard->setText(QString::fromLatin1(key));
    // Only what is still ours is cleared; the key itself is not kept to compare with.
    const size_t print = qHash(key);
    QTimer::singleShot(clipboardMs, clipboard, [clipboard, print] {
        if (qHash(clipboard->text().toLatin1()) == print)
            clipboard->clear();
    });
}

void KeysCard::hideKey()
{
    m_hide.stop();
    m_service->setText(maskedKey());
    m_service->setToolTip({});
    m_reveal->setIconName(QStringLiteral("eye"));
}

} // namespace run402
