// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/documentgroup.h"

#include <QJsonObject>
#include <QSet>
#include <QWidget>

#include <optional>

class QMenu;
class QSplitter;

namespace run402 {

class DropShade;

/// The documents: tabs, in one or several splits side by side and above each other. One tab per id; at most one
/// preview, the next preview replaces it. New documents open in the active split, the one last clicked or focused.
/// A split that loses its last document goes. Owner: parent; it owns the documents. Thread: GUI.
class DocumentArea : public QWidget
{
    Q_OBJECT
public:
    explicit DocumentArea(QWidget* parent = nullptr);
    ~DocumentArea() override;

    /// Takes the widget and shows it. If `id` is open already, `widget` is
    /// deleted and the open one comes to the front. Returns the shown one.
    QWidget* add(QWidget* widget, const QString& icon, const QString& title, const QString& id, bool preview = false);
    /// A tab whose document is made when the tab is first looked at (find() gives nullptr until then, opened() comes
    /// after). For many tabs at once. `id` must not be open.
    void addLater(std::function<QWidget*()> make, const QString& icon, const QString& title, const QString& id, bool preview);
    bool contains(const QString& id) const { return groupOf(id) != nullptr; }
    QWidget* find(const QString& id) const;
    bool activate(const QString& id);
    /// Turns a preview into a lasting tab.
    void pin(const QString& id);
    /// Asks first when it has unsaved changes.
    void askClose(const QString& id);
    void askCloseAll();
    /// Closes without a question.
    void closeNow(const QString& id);
    void clear();

    QString currentId() const; ///< in front of the active split
    QWidget* current() const;
    QStringList ids() const; ///< split by split, in tab order
    bool isPreview(const QString& id) const;
    bool hasUnsaved() const;
    void setTitle(const QString& id, const QString& title);
    /// A widget shown when no document is open.
    void setPlaceholder(QWidget* widget);
    /// Moves to the next (+1) or previous (-1) tab of the active split, around the ends.
    void step(int by);

    enum class Edge { Left, Right, Top, Bottom };
    /// Moves the document into a new split of its own; where it is the only one in its split, the new split gets a
    /// fresh document instead (newAsked).
    void split(const QString& id, Edge edge);
    /// Moves the documents of the active split to a neighbour.
    void closeSplit();
    QList<DocumentGroup*> groups() const; ///< in reading order
    DocumentGroup* activeGroup() const { return m_active; }
    void fillViewMenu(QMenu* menu, const QString& id);

    /// Splits, what is in them and their sizes; the documents themselves are the caller's.
    QJsonObject saveLayout() const;
    /// Puts the open documents where they were, `front` before all others; such as are not named stay in the first
    /// split. Only while there is one split. Any JSON and any `front` is survived.
    void restoreLayout(const QJsonObject& layout, const QString& front);

Q_SIGNALS:
    void currentChanged(const QString& id);
    void opened(const QString& id);
    void closed(const QString& id);
    void newAsked(); ///< the + button, or a split that needs something to show
    /// Title, unsaved mark or inspector of a document changed.
    void documentChanged(const QString& id);
    void layoutChanged(); ///< splits came, went or changed size

private:
    DocumentGroup* makeGroup();
    DocumentGroup* groupOf(const QString& id) const;
    void setActive(DocumentGroup* group);
    DocumentGroup* splitGroup(DocumentGroup* group, Edge edge);
    void moveTo(const QString& id, DocumentGroup* to);
    void splitBeside(const QString& id, DocumentGroup* target, Edge edge);
    void removeIfEmpty(DocumentGroup* group);
    void renumber();
    void saveThenClose(const QString& id);
    void showTabMenu(const QString& id, const QPoint& at);
    void shade(const QPoint& globalPos);
    void drop(const QString& id, const QPoint& globalPos);
    QSplitter* makeSplitter(Qt::Orientation orientation);
    QJsonObject layoutOf(QWidget* node) const;
    struct Restored
    {
        QSet<QString> left;   ///< documents not placed yet; all are in `first`
        DocumentGroup* first;
        bool firstUsed;
        QList<QPair<DocumentGroup*, QString>> fronts;
    };
    void restoreInto(QSplitter* into, const QJsonObject& node, Restored& restored, int depth);
    void restoreGroup(QSplitter* into, const QJsonObject& part, Restored& restored);

    QSplitter* m_root;
    DocumentGroup* m_active = nullptr;
    DropShade* m_shade;
    QWidget* m_placeholder = nullptr;
    bool m_rebuilding = false;
};

} // namespace run402
