// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

#include <QUrl>
#include <QWidget>

class QFormLayout;
class QVBoxLayout;

namespace run402 {

class Button;
class Chip;
class ElidedLabel;
class KeysCard;
class Label;

/// Everything known about one project, and what can be done with it. Owner: the pane; shown in the inspector. Thread: GUI.
class ProjectDetails : public QWidget
{
    Q_OBJECT
public:
    explicit ProjectDetails(QWidget* parent = nullptr);

    struct Facts
    {
        Project project;
        QString anonKey;
        QUrl apiBase;
        bool isCurrent = false;
        bool isAgents = false;   ///< the CLI's active project
        bool cliLinked = false;
        bool canPin = false;
    };
    void setFacts(const Facts& facts);
    KeysCard* keys() const { return m_keys; }

Q_SIGNALS:
    void useRequested();
    void agentsRequested();
    void siteRequested(const QUrl& address);
    void importRequested();
    void pinRequested();
    void deleteRequested();

private:
    Button* addAction(QVBoxLayout* column, const QString& text, const QString& icon, const char* object);

    Label* m_name;
    Chip* m_state;
    Chip* m_keysChip;
    QFormLayout* m_form;
    KeysCard* m_keys;
    Button* m_use;
    Button* m_agents;
    Button* m_site;
    Button* m_import;
    Button* m_pin;
    Button* m_delete;
    QUrl m_siteUrl;
};

} // namespace run402
