// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/app.h"
#include "models/result.h"
#include "services/market/publishpreflight.h"
#include "ui/common/dialogframe.h"

class QCheckBox;
class QPlainTextEdit;
class QVBoxLayout;

namespace run402 {

class Banner;
class Button;
class Label;
class LineEdit;
class SegmentedControl;
class Services;
class Switch;

/// Publishes the project as an app, or changes what is told about a published version. Before publishing it looks
/// whether the schema can be copied, and says in plain words what stands in the way. Owner: itself. Thread: GUI.
class PublishDialog : public DialogFrame
{
    Q_OBJECT
public:
    /// `existing`: the version to change, or, with `again`, the one whose texts a new version starts from.
    PublishDialog(Services& services, const QString& projectId, const QString& projectName,
                  const std::optional<AppVersion>& existing, bool again, QWidget* anchor);

    void reject() override;
    /// "KEY: why", one a line.
    static QList<AppNeed> needsFrom(const QString& text);
    static QStringList tagsFrom(const QString& text);
    /// "NAME: label", one a line, a star after the name when it is required; what `before` knew about a name stays.
    static QJsonArray variablesFrom(const QString& text, const QJsonArray& before);

Q_SIGNALS:
    void published(const run402::AppVersion& version);
    void paneRequested(const QString& target);

private:
    QWidget* buildForm();
    QWidget* buildTexts();
    QWidget* buildSeeds();
    QWidget* buildNeeds();
    void buildFoot();
    void preflight();
    void showObstacles(const QList<PublishObstacle>& obstacles);
    void refresh();
    void submit();
    void sent(const Result<AppVersion>& version);
    QString visibility() const;

    Services& m_services;
    QString m_projectId, m_projectName;
    std::optional<AppVersion> m_existing;
    bool m_updating;
    Banner* m_error;
    QWidget* m_checkBox = nullptr;
    QVBoxLayout* m_check = nullptr;
    QPlainTextEdit* m_description;
    LineEdit* m_tags;
    SegmentedControl* m_visibility;
    Label* m_visibilityNote;
    Switch* m_fork;
    QList<QCheckBox*> m_seeds;
    QPlainTextEdit* m_secrets = nullptr;
    QPlainTextEdit* m_actions = nullptr;
    QPlainTextEdit* m_variables = nullptr; ///< null: the project has no bootstrap function
    Button* m_cancel;
    Button* m_publish = nullptr;
    Label* m_note;
    bool m_blocked = false;
    bool m_busy = false;
};

} // namespace run402
