// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/accessmatrixmodel.h"
#include "ui/shell/document.h"

#include <QWidget>

class QPlainTextEdit;

namespace run402 {

class Button;
class Banner;
class Card;
class Chip;
class Label;
class MatrixView;
class RuleApplier;
class Services;
class StateStack;
class TemplateCard;
class ToastStack;
class ViewAsPanel;
class Workspace;

/// Who may do what in each table: the matrix of what the database really has, templates, single cells, the SQL that
/// will be sent (design/ui.md §3, screen 04). Nothing is sent before Apply. Owner: parent. Thread: GUI.
class RulesPane : public QWidget, public Document
{
    Q_OBJECT
public:
    explicit RulesPane(Services& services, QWidget* parent = nullptr);

    bool isModified() const override { return m_model.isChanged(); }
    void activated() override;
    QWidget* inspectorWidget() override;
    QWidget* actionStrip() override { return m_bar; }
    QString inspectorTitle() const override { return tr("View as"); }
    QString inspectorNote() const override { return tr("read only test"); }

    /// Brings a table's row into view and makes it the current one.
    void showTable(const QString& table);

Q_SIGNALS:
    void sqlRequested(const QString& sql); ///< open in the console
    void paneRequested(const QString& pane);
    void newTableRequested();
    void applied(const QStringList& tables);

private:
    QWidget* buildContent();
    QWidget* buildTemplates();
    QWidget* buildMatrix();
    QWidget* buildPreview();
    QWidget* buildChangeBar();
    void refresh();
    void refreshChanges();
    void refreshTemplates();
    void chooseTemplate(const QString& name);
    void editRule(const QModelIndex& cell);
    void apply();
    void applyEnded(int done, const std::optional<Problem>& problem);
    QString previewText() const;
    int currentRow() const;

    Services& m_services;
    Workspace& m_workspace;
    AccessMatrixModel m_model;
    MatrixView* m_matrix;
    StateStack* m_states;
    QList<QPair<QString, TemplateCard*>> m_templates;
    QPlainTextEdit* m_sql;
    Chip* m_changeCount;
    QWidget* m_bar;
    Label* m_barTitle;
    Label* m_barText;
    Button* m_apply;
    Button* m_discard;
    Banner* m_error;
    RuleApplier* m_applier = nullptr;
    ViewAsPanel* m_viewAs;
};

} // namespace run402
