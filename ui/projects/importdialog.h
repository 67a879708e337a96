// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"
#include "ui/common/dialogframe.h"

namespace run402 {

class Button;
class LineEdit;
class Services;

/// What was typed as a project's keys, if it can be right: tokens of this project and of the roles they stand for
/// (contract.md §1.2). Nothing here proves them; the service does. Errors: keys.id, keys.anon, keys.service.
Result<Done> checkProjectKeys(const QString& projectId, const QString& anonKey, const QByteArray& serviceKey);

/// Takes a project over by its id and keys, as printed by `run402 projects keys`. Asks the service before it keeps
/// anything. Owner: itself; open with open(). Thread: GUI. The fields are emptied as soon as they were read.
class ImportDialog : public DialogFrame
{
    Q_OBJECT
public:
    ImportDialog(QWidget* anchor, Services& services, const QString& projectId = {});

Q_SIGNALS:
    void imported(const QString& projectId);

private:
    void takePasted(const QString& text);
    void submit();
    void failed(const Problem& problem);

    Services& m_services;
    LineEdit* m_id;
    LineEdit* m_anon;
    LineEdit* m_service;
    Button* m_accept;
};

} // namespace run402
