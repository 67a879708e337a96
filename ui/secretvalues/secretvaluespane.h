// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/text/dotenv.h"
#include "services/api/interfaces.h"
#include "services/store/functionsources.h"
#include "services/store/secretorigins.h"
#include "ui/shell/document.h"

#include <QWidget>

class QVBoxLayout;

namespace run402 {

class Banner;
class Button;
class Card;
class Chip;
class Label;
class SecretEditor;
class Services;
class SiteCheckCard;
class StateStack;
class Workspace;

/// The project's secrets: set, replace, delete, from a .env file (design/ui.md §3, screen 16). Write only, as the
/// service is: a value goes from its field into one request and is wiped; it is in no log, no session and no undo.
/// Owner: parent. Thread: GUI.
class SecretValuesPane : public QWidget, public Document
{
    Q_OBJECT
public:
    explicit SecretValuesPane(Services& services, QWidget* parent = nullptr);
    ~SecretValuesPane() override;

    void activated() override;
    /// Shows what a .env file would set; nothing is sent before the person agrees.
    void importFile(const QString& path);
    /// Begins a new secret of that name.
    void begin(const QString& name);

Q_SIGNALS:
    void functionRequested(const QString& name);
    void actionRequested(const QString& action); ///< of a problem, e.g. "tier.renew"
    void noticed(const QString& text);

private:
    QWidget* buildContent();
    QWidget* buildHeads();
    QWidget* buildMissing();
    void refresh();
    void refreshRows();
    void refreshMissing();
    void refreshWritable();
    void loadSources();
    void loadOrigins();
    QPair<QString, QString> originOf(const Functions::Secret& secret) const;
    void chooseFile();
    void showImport(const QString& fileName, const QList<DotenvEntry>& entries);
    void save(const QString& name, const QByteArray& value);
    void sendNext();
    void askRemove(const QString& name);
    int limit() const;

    Services& m_services;
    Workspace& m_workspace;
    StateStack* m_states;
    Label* m_note;
    Button* m_import;
    Button* m_add;
    Banner* m_trouble;
    SecretEditor* m_editor;
    QVBoxLayout* m_rows;
    Card* m_missing;
    SiteCheckCard* m_site;
    QVBoxLayout* m_missingRows;
    Chip* m_missingCount;
    QHash<QString, FunctionSource> m_sources;
    QHash<QString, SecretOrigin> m_origins;
    QString m_shown; ///< what the rows tell; rebuilt only when it changes
    QList<DotenvEntry> m_queue; ///< still to be sent; wiped one by one
    QString m_queueProject;
    int m_sent = 0;
    bool m_sending = false;
};

} // namespace run402
