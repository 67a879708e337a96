// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStackedWidget>
#include <QWidget>

namespace run402 {

class DocTabBar;
class Document;
class IconButton;

/// The tabs and the document in front. One tab per id; at most one preview, the
/// next preview replaces it. Owner: parent; it owns the documents. Thread: GUI.
class DocumentArea : public QWidget
{
    Q_OBJECT
public:
    explicit DocumentArea(QWidget* parent = nullptr);

    /// Takes the widget and shows it. If `id` is open already, `widget` is
    /// deleted and the open one comes to the front. Returns the shown one.
    QWidget* add(QWidget* widget, const QString& icon, const QString& title, const QString& id, bool preview = false);
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

    QString currentId() const;
    QWidget* current() const;
    QStringList ids() const; ///< in tab order
    bool isPreview(const QString& id) const;
    bool hasUnsaved() const;
    void setTitle(const QString& id, const QString& title);
    /// A widget shown when no document is open.
    void setPlaceholder(QWidget* widget);
    DocTabBar* tabBar() const { return m_tabs; }
    /// Moves to the next (+1) or previous (-1) tab, around the ends.
    void step(int by);

Q_SIGNALS:
    void currentChanged(const QString& id);
    void opened(const QString& id);
    void closed(const QString& id);
    void newAsked(); ///< the + button
    /// Title, unsaved mark or inspector of the document in front changed.
    void documentChanged(const QString& id);
    void tabMenuAsked(const QString& id, const QPoint& globalPos);

private:
    void onTab(int index);
    void refresh(const QString& id);
    int indexOf(const QString& id) const;
    void paintEvent(QPaintEvent* event) override;
    void saveThenClose(const QString& id);

    struct Entry
    {
        QWidget* frame; ///< toolbar and widget in a column, in the stack
        QWidget* widget;
        Document* document;
        QString title;
    };
    QHash<QString, Entry> m_entries;
    QStringList m_order; ///< ids in tab order
    DocTabBar* m_tabs;
    IconButton* m_plus;
    QStackedWidget* m_stack;
    QWidget* m_placeholder = nullptr;
    bool m_busy = false;
};

} // namespace run402
