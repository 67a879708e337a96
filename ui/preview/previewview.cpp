// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/previewview.h"

#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/preview/deviceframe.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHostAddress>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>
#include <QTimer>

namespace run402 {

namespace {

/// What the device lies on.
class Ground final : public QWidget
{
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), Theme::of(this).color("bg.sunken"));
    }
};

bool isHere(const QUrl& url)
{
    const QString host = url.host();
    return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) || QHostAddress(host).isLoopback();
}

QSize sizeOf(PreviewView::Preset preset)
{
    switch (preset) {
    case PreviewView::Preset::Phone: return {390, 844};
    case PreviewView::Preset::Tablet: return {820, 1180};
    case PreviewView::Preset::Laptop: return {1280, 800};
    case PreviewView::Preset::Fill: break;
    }
    return {};
}

QString nameOf(PreviewView::Preset preset)
{
    switch (preset) {
    case PreviewView::Preset::Phone: return PreviewView::tr("Phone");
    case PreviewView::Preset::Tablet: return PreviewView::tr("Tablet");
    case PreviewView::Preset::Laptop: return PreviewView::tr("Laptop");
    case PreviewView::Preset::Fill: break;
    }
    return PreviewView::tr("Whole pane");
}

} // namespace

QUrl PreviewView::readAddress(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed.contains(u' '))
        return {};
    QUrl url(trimmed, QUrl::StrictMode);
    if (!trimmed.contains(QLatin1String("://"))) {
        const QUrl plain(QStringLiteral("http://") + trimmed, QUrl::StrictMode);
        url = isHere(plain) ? plain : QUrl(QStringLiteral("https://") + trimmed, QUrl::StrictMode);
    }
    const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    return url.isValid() && web && !url.host().isEmpty() && url.userInfo().isEmpty() ? url : QUrl();
}

PreviewView::PreviewView(PreviewFactory& factory, QWidget* parent) : QWidget(parent), m_factory(factory)
{
    setObjectName(QStringLiteral("preview.view"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    m_notice = new Banner(Tone::Warning, QStringLiteral("shield-ban"), {});
    m_notice->setObjectName(QStringLiteral("preview.notice"));
    m_notice->hide();
    column->addWidget(m_notice);
    column->addWidget(buildStage(), 1);
    setPreset(Preset::Phone);
}

QWidget* PreviewView::buildBar()
{
    auto* bar = new QWidget;
    bar->setFixedHeight(Theme::of(this).scaled(44));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(6);
    const auto button = [row](const char* icon, const QString& name, const char* objectName) {
        auto* b = new IconButton(QString::fromLatin1(icon), name);
        b->setObjectName(QString::fromLatin1(objectName));
        row->addWidget(b);
        return b;
    };
    m_back = button("arrow-left", tr("Back"), "preview.back");
    m_forward = button("arrow-right", tr("Forward"), "preview.forward");
    m_reload = button("rotate-cw", tr("Reload"), "preview.reload");
    m_field = new LineEdit(tr("Address of a page"));
    m_field->setObjectName(QStringLiteral("preview.address"));
    m_field->setAccessibleName(tr("Address"));
    m_field->setIconName(QStringLiteral("globe"));
    row->addWidget(m_field, 1);
    m_here = new Chip(tr("on this computer"));
    m_here->setObjectName(QStringLiteral("preview.here"));
    m_here->hide();
    row->addWidget(m_here);
    m_status = new Label({}, Theme::Font::MonoSmall, "text.muted");
    m_status->setObjectName(QStringLiteral("preview.status"));
    row->addWidget(m_status);
    m_sizes = new SegmentedControl;
    m_sizes->setObjectName(QStringLiteral("preview.sizes"));
    const char* icons[] = {"smartphone", "tablet", "laptop", "maximize"};
    for (int i = 0; i < 4; ++i) {
        m_sizes->addSegment({}, QString::fromLatin1(icons[i]));
        m_sizes->setSegmentToolTip(i, nameOf(Preset(i)));
    }
    row->addWidget(m_sizes);
    m_dark = button("sun-moon", tr("Dark page"), "preview.dark");
    m_dark->setCheckable(true);
    auto* shot = button("camera", tr("Picture of the page"), "preview.picture");
    auto* open = button("external-link", tr("Open in your browser"), "preview.open");
    connect(m_back, &QAbstractButton::clicked, this, [this] { if (m_surface) m_surface->back(); });
    connect(m_forward, &QAbstractButton::clicked, this, [this] { if (m_surface) m_surface->forward(); });
    connect(m_reload, &QAbstractButton::clicked, this, [this] {
        if (m_surface) {
            m_stage->setCurrentIndex(0);
            m_surface->reload();
        }
    });
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        const QUrl url = readAddress(m_field->text());
        m_field->setError(url.isEmpty() ? tr("Only http and https addresses") : QString());
        if (!url.isEmpty())
            this->open(url);
    });
    connect(m_sizes, &SegmentedControl::currentChanged, this, [this](int i) { setPreset(Preset(i)); });
    connect(m_dark, &QAbstractButton::toggled, this, [this](bool on) {
        m_dark->setToken(on ? "accent.text" : "text.secondary");
        if (m_surface)
            m_surface->setDark(on);
    });
    connect(shot, &QAbstractButton::clicked, this, &PreviewView::takePicture);
    connect(open, &QAbstractButton::clicked, this, [this] {
        if (!m_address.isEmpty())
            QDesktopServices::openUrl(m_address);
    });
    return bar;
}

QWidget* PreviewView::buildStage()
{
    auto* box = new Ground;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 4, 0, 4);
    line->setSpacing(12);
    m_name = new Label({}, Theme::Font::Label);
    m_pixels = new Label({}, Theme::Font::MonoSmall, "text.muted");
    m_zoom = new Label({}, Theme::Font::Small, "text.muted");
    m_turn = new IconButton(QStringLiteral("rotate-cw-square"), tr("Turn the device"));
    m_turn->setSmall(true);
    m_turn->setObjectName(QStringLiteral("preview.turn"));
    line->addStretch();
    for (QWidget* w : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_pixels), static_cast<QWidget*>(m_zoom),
                       static_cast<QWidget*>(m_turn)})
        line->addWidget(w);
    line->addStretch();
    column->addLayout(line);
    m_stage = new QStackedWidget;
    m_frame = new DeviceFrame;
    m_stopped = new EmptyState(QStringLiteral("server-crash"), tr("The page stopped"), {});
    auto* again = m_stopped->addButton(tr("Reload"), QStringLiteral("rotate-cw"), true);
    again->setObjectName(QStringLiteral("preview.restart"));
    connect(again, &QPushButton::clicked, m_reload, &QAbstractButton::click);
    m_stage->addWidget(m_frame);
    m_stage->addWidget(m_stopped);
    column->addWidget(m_stage, 1);
    connect(m_turn, &QAbstractButton::clicked, this, [this] {
        m_turned = !m_turned;
        refreshSize();
    });
    connect(m_frame, &DeviceFrame::zoomChanged, this, [this](double zoom) {
        m_zoom->setText(tr("%1 %").arg(qRound(zoom * 100)));
        if (m_surface)
            m_surface->setZoom(zoom);
    });
    return box;
}

void PreviewView::setPreset(Preset preset)
{
    m_preset = preset;
    m_turned = false;
    m_sizes->setCurrent(int(preset));
    refreshSize();
}

void PreviewView::refreshSize()
{
    QSize size = sizeOf(m_preset);
    if (m_turned)
        size.transpose();
    m_name->setText(nameOf(m_preset));
    m_pixels->setText(size.isEmpty() ? QString() : QStringLiteral("%1 × %2").arg(size.width()).arg(size.height()));
    m_turn->setVisible(m_preset == Preset::Phone || m_preset == Preset::Tablet);
    m_frame->setDevice(size, m_preset == Preset::Phone);
    m_zoom->setText(tr("%1 %").arg(qRound(m_frame->zoom() * 100)));
}

void PreviewView::open(const QUrl& address)
{
    const QUrl url = readAddress(address.toString());
    if (url.isEmpty())
        return;
    m_pending = url;
    showAddress(url);
    m_stage->setCurrentIndex(0);
    if (isVisible())
        surfaceSoon();
}

void PreviewView::showAddress(const QUrl& url)
{
    m_address = url;
    m_field->setText(url.toString());
    m_field->setToolTip(url.toString());
    m_field->setCursorPosition(0);
    m_field->setIconName(url.scheme() == QLatin1String("https") ? QStringLiteral("lock") : QStringLiteral("globe"));
    m_here->setVisible(isHere(url));
}

/// The browser takes a noticeable moment when it starts (ARCHITECTURE.md, Threads): the pane is drawn first.
void PreviewView::surfaceSoon()
{
    if (m_surface)
        return ensureSurface();
    m_status->setText(tr("starting"));
    QTimer::singleShot(0, this, &PreviewView::ensureSurface);
}

void PreviewView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_pending.isEmpty())
        surfaceSoon();
}

void PreviewView::ensureSurface()
{
    if (m_pending.isEmpty() || !isVisible())
        return;
    if (!m_surface) {
        m_surface = m_factory.createSurface(m_frame);
        wire();
        m_frame->setContent(m_surface);
        m_surface->setZoom(m_frame->zoom());
        m_surface->setDark(m_dark->isChecked());
        // The first load starts more of the browser: that, too, in a turn of its own.
        QTimer::singleShot(0, this, &PreviewView::ensureSurface);
        return;
    }
    m_surface->load(std::exchange(m_pending, {}));
}

void PreviewView::wire()
{
    connect(m_surface, &PreviewSurface::addressChanged, this, [this](const QUrl& url) {
        showAddress(url);
        m_back->setEnabled(m_surface->canGoBack());
        m_forward->setEnabled(m_surface->canGoForward());
    });
    connect(m_surface, &PreviewSurface::loadStarted, this, [this] {
        m_status->setText(tr("loading"));
        m_notice->hide();
        Q_EMIT navigated();
    });
    connect(m_surface, &PreviewSurface::loadFinished, this, [this](bool ok, int status, qint64 ms, const QString& error) {
        m_status->setToken(ok ? "text.muted" : "danger.text");
        m_status->setText(ok ? (status > 0 ? tr("%1, %2 ms").arg(status).arg(ms) : tr("%1 ms").arg(ms))
                             : (status > 0 ? QString::number(status) : error.left(40)));
        m_status->setToolTip(error);
        m_back->setEnabled(m_surface->canGoBack());
        m_forward->setEnabled(m_surface->canGoForward());
    });
    connect(m_surface, &PreviewSurface::consoleMessage, this, &PreviewView::consoleMessage);
    connect(m_surface, &PreviewSurface::stopped, this, [this](const QString& why) {
        m_stopped->setTexts(QStringLiteral("server-crash"), tr("The page stopped"), why);
        m_stage->setCurrentWidget(m_stopped);
        m_status->setText(tr("stopped"));
    });
    connect(m_surface, &PreviewSurface::refused, this, [this](const QString& what, const QUrl& url) {
        m_notice->setText(url.isEmpty() ? what : tr("%1: %2").arg(what, url.toString().left(120)));
        const bool web = !readAddress(url.toString()).isEmpty();
        m_notice->setAction(web ? tr("Open in browser") : QString());
        m_notice->disconnect(this);
        if (web)
            connect(m_notice, &Banner::actionTriggered, this, [url] { QDesktopServices::openUrl(url); });
        m_notice->show();
    });
}

void PreviewView::showNotice(const QString& text)
{
    m_notice->setText(text);
    m_notice->setAction({});
    m_notice->show();
}

void PreviewView::takePicture()
{
    if (!m_surface)
        return;
    const QPixmap picture = m_surface->picture();
    if (picture.isNull())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy picture"), this, [picture] { QGuiApplication::clipboard()->setPixmap(picture); });
    menu->addAction(tr("Save picture…"), this, [this, picture] {
        auto* dialog = new QFileDialog(this, tr("Save picture"), m_address.host() + QStringLiteral(".png"), tr("PNG (*.png)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        connect(dialog, &QFileDialog::fileSelected, this, [this, picture](const QString& file) {
            if (!picture.save(file, "PNG"))
                showNotice(tr("The picture could not be written to %1").arg(file));
        });
        dialog->open();
    });
    menu->popup(QCursor::pos());
}

} // namespace run402
