// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogframe.h"

namespace run402 {

/// What differs between the text last deployed from this computer and the one in the editor. With `warning` it asks
/// before a deploy; without, it only shows. Owner: itself.
class DeployDiffDialog : public DialogFrame
{
    Q_OBJECT
public:
    DeployDiffDialog(QWidget* anchor, const QString& name, const QString& before, const QString& after, const QString& warning);
};

} // namespace run402
