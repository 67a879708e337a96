// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preview/previewfactory.h"

#include <memory>

namespace run402 {

/// The embedded browser, loaded from its module when the first page is wanted and never before; its module lies
/// beside the executable or in ../lib/run402-desktop. Where it is missing or does not load, pages open in the
/// system's browser. Owner: app/. Thread: GUI.
class BrowserLoader final : public PreviewFactory
{
public:
    BrowserLoader();

    bool isEmbedded() const override;
    PreviewSurface* createSurface(QWidget* parent) override;
    PreviewSurface* createLocked(QWidget* parent, std::function<bool(const QUrl&)> allows) override;
    void grab(const QUrl& address, const QSize& viewport, QObject* context,
              std::function<void(const QPixmap&)> done) override;

private:
    PreviewFactory& factory();

    QString m_module; ///< empty: there is none
    std::unique_ptr<PreviewFactory> m_factory;
};

} // namespace run402
