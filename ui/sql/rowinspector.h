// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultmodel.h"
#include "ui/sql/cellpicture.h"

#include <QHash>
#include <QUrl>
#include <QWidget>

#include <functional>

class QVBoxLayout;
class QScrollArea;

namespace run402 {

class Button;
class IconButton;
class Label;
class SearchField;

/// One row of a result, field by field: name, type, whole value, JSON laid out, instants explained.
/// Owner: parent. Thread: GUI. Borrows the model.
class RowInspector : public QWidget
{
    Q_OBJECT
public:
    explicit RowInspector(QWidget* parent = nullptr);

    void setModel(ResultModel* model);
    void setRow(int row);
    int row() const { return m_row; }
    /// Name of a table that can be opened; empty hides the button.
    void setTable(const QString& table);
    /// Fetches a picture a URL names, when the person asks for it; `fetched` is not called after `context` died. None = not offered.
    using Fetched = std::function<void(const Result<QByteArray>&)>;
    using Pictures = std::function<void(const QUrl& url, Fetched fetched, QObject* context)>;
    void setPictures(Pictures pictures) { m_pictures = std::move(pictures); }

Q_SIGNALS:
    void rowRequested(int row);
    void openTableRequested(const QString& table);
    void closeRequested();
    void pictureCame(const QString& url); ///< or why it did not

private:
    /// What a URL led to, and whether it is on its way.
    struct LinkedPicture
    {
        SeenBytes seen;
        QString trouble;
        bool asked = false;
    };
    void rebuild();
    void copyRow();
    QWidget* field(int column, bool compact);
    QWidget* valueWidget(int column);
    QWidget* bytesWidget(int column, const Cell& start, qsizetype size, Label* label);
    QWidget* treeWidget(int column, qsizetype size);
    QWidget* linkWidget(int column, const QString& url, QWidget* label);
    void fetchPicture(const QString& url);
    static QWidget* stacked(QWidget* label, const QList<QWidget*>& below);

    ResultModel* m_model = nullptr;
    Pictures m_pictures;
    QHash<QString, LinkedPicture> m_linked; ///< by URL, since it was asked for
    int m_row = -1, m_builtRow = -1;
    qsizetype m_room = 0; ///< letters that may still be laid out
    bool m_asTree = false; ///< JSON is
    QString m_table, m_filter;
    Label* m_title;
    Label* m_of;
    IconButton* m_previous;
    IconButton* m_next;
    SearchField* m_search;
    QScrollArea* m_scroll;
    QWidget* m_list = nullptr;
    Button* m_open;
    Button* m_copy;
};

/// "Saturday, 23:02 in your time zone, 3 days ago"; empty for what is no instant. Days are named within the
/// last and next week, else the date is given.
QString instantExplained(const QString& iso, const QDateTime& now);

} // namespace run402
