// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/previewfactory.h"

#include "ui/common/button.h"
#include "ui/common/emptystate.h"

#include <QDesktopServices>
#include <QTimer>
#include <QVBoxLayout>

namespace run402 {

namespace {

class SystemBrowserSurface final : public PreviewSurface
{
public:
    explicit SystemBrowserSurface(QWidget* parent) : PreviewSurface(parent)
    {
        auto* column = new QVBoxLayout(this);
        auto* note = new EmptyState(QStringLiteral("app-window"), PreviewSurface::tr("No preview in this build"),
                                    PreviewSurface::tr("It was built without the embedded browser. The page opens in "
                                                       "your own browser."));
        auto* open = note->addButton(PreviewSurface::tr("Open in browser"), QStringLiteral("external-link"), true);
        open->setObjectName(QStringLiteral("preview.openSystem"));
        connect(open, &QPushButton::clicked, this, [this] {
            if (!m_address.isEmpty())
                QDesktopServices::openUrl(m_address);
        });
        column->addWidget(note);
    }
    void load(const QUrl& address) override
    {
        m_address = address;
        Q_EMIT addressChanged(address);
    }
    void back() override {}
    void forward() override {}
    void reload() override {}
    bool canGoBack() const override { return false; }
    bool canGoForward() const override { return false; }
    void setZoom(double) override {}
    void setDark(bool) override {}
    QPixmap picture() override { return {}; }

private:
    QUrl m_address;
};

} // namespace

PreviewSurface* SystemBrowserFactory::createSurface(QWidget* parent)
{
    return new SystemBrowserSurface(parent);
}

PreviewSurface* SystemBrowserFactory::createLocked(QWidget* parent, std::function<bool(const QUrl&)>)
{
    return createSurface(parent);
}

void SystemBrowserFactory::grab(const QUrl&, const QSize&, QObject* context, std::function<void(const QPixmap&)> done)
{
    QTimer::singleShot(0, context, [done = std::move(done)] { done({}); });
}

} // namespace run402
