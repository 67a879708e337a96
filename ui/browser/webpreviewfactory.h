// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preview/previewfactory.h"

namespace run402 {

/// Previews by the embedded browser. Making one costs nothing: the engine starts with the first surface or
/// picture. Owner: app/. Thread: GUI.
class WebPreviewFactory final : public PreviewFactory
{
public:
    bool isEmbedded() const override { return true; }
    PreviewSurface* createSurface(QWidget* parent) override;
    PreviewSurface* createLocked(QWidget* parent, std::function<bool(const QUrl&)> allows) override;
    void grab(const QUrl& address, const QSize& viewport, QObject* context,
              std::function<void(const QPixmap&)> done) override;
};

} // namespace run402
