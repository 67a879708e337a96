// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace run402 {

/// A person as a row of 40: initials, name and e-mail or id, how they sign in, their session here, their rows.
/// Owner: view. Thread: GUI.
class PersonDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Column { Person, SignIn, Session, Rows, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 0x30,
        SubRole,   ///< QString, after the name
        ChipsRole, ///< QStringList
        ToneRole,  ///< int, Tone of the session
    };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// "5e2c…a901"
    static QString shortId(const QString& id);
};

} // namespace run402
