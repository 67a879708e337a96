// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/webpreviewfactory.h"

#include <QQuickWindow>

/// The module's one entry: a factory of the embedded browser, owned by the caller.
extern "C" Q_DECL_EXPORT run402::PreviewFactory* run402CreatePreviewFactory()
{
    QQuickWindow::setGraphicsApi(QSGRendererInterface::OpenGL); // the only one WebEngine draws with
    return new run402::WebPreviewFactory;
}
