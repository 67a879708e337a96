// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/resultcard.h"

#include "ui/common/button.h"
#include "ui/common/copybutton.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/qrcode.h"
#include "ui/deploy/deploywords.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace run402 {

/// The upper part of a page, as wide as there is room, behind the card's lower corners.
class PagePicture final : public QWidget
{
public:
    PagePicture()
    {
        setMinimumHeight(Theme::of(this).scaled(120));
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
        setCursor(Qt::PointingHandCursor);
        setAccessibleName(ResultCard::tr("Picture of the page"));
    }
    void setPicture(const QPixmap& picture)
    {
        m_picture = picture;
        m_scaled = {};
        update();
    }

private:
    void paintEvent(QPaintEvent*) override
    {
        if (m_picture.isNull())
            return;
        const int pixels = qRound(width() * devicePixelRatioF());
        if (m_scaled.width() != pixels) {
            m_scaled = m_picture.scaledToWidth(pixels, Qt::SmoothTransformation);
            m_scaled.setDevicePixelRatio(devicePixelRatioF());
        }
        const Theme& theme = Theme::of(this);
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        QPainterPath shape;
        shape.addRoundedRect(QRectF(0, -10, width(), height() + 10), 7, 7);
        p.setClipPath(shape);
        p.drawPixmap(0, 1, m_scaled);
        p.fillRect(0, 0, width(), 1, theme.color("border.default"));
    }
    QPixmap m_picture, m_scaled;
};

ResultCard::ResultCard(QWidget* parent) : Card(parent)
{
    setObjectName(QStringLiteral("deploy.result"));
    body()->setContentsMargins(0, 0, 0, 0);
    body()->setSpacing(0);
    body()->addWidget(buildBand());
    body()->addWidget(buildAddress());
    body()->addWidget(m_claim = buildClaim());
    m_checks = new QWidget;
    m_lines = new QHBoxLayout(m_checks);
    m_lines->setContentsMargins(16, 11, 16, 10);
    m_lines->setSpacing(6);
    body()->addWidget(m_checks);
    m_picture = new PagePicture;
    m_picture->setObjectName(QStringLiteral("deploy.picture"));
    m_picture->hide();
    body()->addWidget(m_picture, 1);
    body()->addStretch();
}

QWidget* ResultCard::buildBand()
{
    auto* band = new QWidget;
    band->setFixedHeight(Theme::of(this).scaled(68));
    auto* row = new QHBoxLayout(band);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(12);
    row->addWidget(new IconLabel(QStringLiteral("circle-check-big"), 22, "accent.text"));
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    m_title = new Label({}, Theme::Font::Title);
    m_title->setObjectName(QStringLiteral("deploy.resultTitle"));
    m_id = new Label({}, Theme::Font::MonoSmall, "text.secondary");
    m_id->setObjectName(QStringLiteral("deploy.releaseId"));
    m_id->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->addWidget(m_title);
    words->addWidget(m_id);
    row->addLayout(words, 1);
    m_rollBack = new Button(tr("Roll back"), QStringLiteral("undo-2"), Button::Variant::Secondary);
    m_rollBack->setObjectName(QStringLiteral("deploy.rollBack"));
    m_rollBack->hide();
    row->addWidget(m_rollBack);
    connect(m_rollBack, &Button::clicked, this, &ResultCard::rollBackRequested);
    return band;
}

QWidget* ResultCard::buildAddress()
{
    auto* box = new QWidget;
    box->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(16, 16, 16, 16);
    row->setSpacing(16);
    m_qr = new QrCode(132);
    m_qr->setObjectName(QStringLiteral("deploy.qr"));
    m_qr->setAccessibleName(tr("QR code of the address"));
    row->addWidget(m_qr, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(new Label(tr("Address"), Theme::Font::Section, "text.secondary"));
    column->addSpacing(4);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    m_field = new LineEdit;
    m_field->setObjectName(QStringLiteral("deploy.address"));
    m_field->setAccessibleName(tr("Address of the site"));
    m_field->setMono(true);
    m_field->setReadOnly(true);
    m_copy = new CopyButton(tr("Copy the address"));
    m_copy->setObjectName(QStringLiteral("deploy.copyAddress"));
    m_copy->setTextSource([this] { return m_address.toString(); });
    line->addWidget(m_field, 1);
    line->addWidget(m_copy);
    column->addLayout(line);
    column->addSpacing(10);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto* open = new Button(tr("Open"), QStringLiteral("external-link"), Button::Variant::Primary);
    open->setObjectName(QStringLiteral("deploy.open"));
    open->setToolTip(tr("Opens it in your browser"));
    auto* preview = new Button(tr("Preview here"), QStringLiteral("app-window"), Button::Variant::Secondary);
    preview->setObjectName(QStringLiteral("deploy.preview"));
    buttons->addWidget(open);
    buttons->addWidget(preview);
    buttons->addStretch();
    column->addLayout(buttons);
    column->addSpacing(12);
    auto* hint = new Label(tr("Scan the code to try it on a phone. The previous deployment stays one click away."),
                           Theme::Font::Small, "text.muted");
    hint->setWordWrap(true);
    column->addWidget(hint);
    column->addStretch();
    row->addLayout(column, 1);
    connect(open, &Button::clicked, this, [this] { Q_EMIT openRequested(m_address); });
    connect(preview, &Button::clicked, this, [this] { Q_EMIT previewRequested(m_address); });
    return box;
}

QWidget* ResultCard::buildClaim()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(16, 0, 16, 14);
    column->setSpacing(6);
    column->addWidget(new Label(tr("Choose an address"), Theme::Font::Section, "text.secondary"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_name = new LineEdit(tr("my-site"));
    m_name->setObjectName(QStringLiteral("deploy.name"));
    m_name->setAccessibleName(tr("Name of the address"));
    m_name->setMono(true);
    m_claimButton = new Button(tr("Claim address, free"), QStringLiteral("globe"), Button::Variant::Secondary);
    m_claimButton->setObjectName(QStringLiteral("deploy.claim"));
    m_claimButton->setEnabled(false);
    row->addWidget(m_name, 1);
    row->addWidget(m_claimButton);
    column->addLayout(row);
    m_nameProblem = new Label({}, Theme::Font::Small, "danger.text");
    m_nameProblem->setObjectName(QStringLiteral("deploy.nameProblem"));
    m_nameProblem->setWordWrap(true);
    m_nameProblem->hide();
    column->addWidget(m_nameProblem);
    connect(m_name, &QLineEdit::textChanged, this, &ResultCard::nameEdited);
    connect(m_name, &QLineEdit::returnPressed, m_claimButton, &Button::click);
    connect(m_claimButton, &Button::clicked, this, [this] { Q_EMIT claimRequested(m_name->text()); });
    return box;
}

void ResultCard::setRelease(const Release& release, qint64 elapsedMs)
{
    m_address = QUrl(release.addresses.isEmpty() ? release.url : release.addresses.first());
    m_title->setText(DeployWords::liveIn(elapsedMs));
    m_id->setText(release.id);
    m_field->setText(m_address.toString());
    m_field->setCursorPosition(0);
    m_qr->setText(m_address.toString());
    m_qr->setVisible(m_qr->isValid());
    m_claim->setVisible(release.addresses.isEmpty() && !release.id.isEmpty());
}

void ResultCard::setLines(const QList<Line>& lines)
{
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Line& line : lines) {
        m_lines->addWidget(new IconLabel(line.good ? QStringLiteral("check") : QStringLiteral("triangle-alert"), 13,
                                         line.good ? "accent.text" : "warning.text"));
        m_lines->addWidget(new Label(line.text, Theme::Font::Small, "text.secondary"));
        m_lines->addSpacing(10);
    }
    m_lines->addStretch();
    m_checks->setVisible(!lines.isEmpty());
    update();
}

void ResultCard::setPicture(const QPixmap& picture)
{
    m_picture->setPicture(picture);
    m_picture->setVisible(!picture.isNull());
}

void ResultCard::suggestName(const QString& name)
{
    if (!m_claim->isVisibleTo(this))
        return;
    m_name->setText(name);
    m_name->selectAll();
    m_name->setFocus();
}

void ResultCard::setCanRollBack(bool can)
{
    m_rollBack->setVisible(can);
}

void ResultCard::setNameProblem(const QString& problem)
{
    const bool empty = m_name->text().isEmpty();
    m_nameProblem->setText(problem);
    m_nameProblem->setVisible(!problem.isEmpty() && !empty);
    m_claimButton->setEnabled(problem.isEmpty() && !empty);
}

void ResultCard::setClaiming(bool busy)
{
    m_claimButton->setBusy(busy);
    m_name->setReadOnly(busy);
}

void ResultCard::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    p.fillPath(shape, theme.color("bg.surface"));
    p.save();
    p.setClipPath(shape);
    const int band = theme.scaled(68);
    p.fillRect(0, 0, width(), band, theme.color("accent.tint"));
    p.fillRect(0, band, width(), 1, theme.color("accent.line"));
    if (m_checks->isVisible())
        p.fillRect(0, m_checks->y(), width(), 1, theme.color("border.default"));
    p.restore();
    p.strokePath(shape, QPen(theme.color("accent.line"), 1));
}

} // namespace run402
