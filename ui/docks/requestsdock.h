// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/requestlogmodel.h"

#include <QSortFilterProxyModel>
#include <QWidget>

namespace run402 {

class Button;
class GridView;
class Transport;

/// Every request: what, how it went, how long, what it cost; copy as curl or as the CLI's command. The records hold no
/// secret (models/domain/requestrecord.h). Requests nobody asked for, such as the polling of logs, are behind a switch.
/// With `failedOnly` it is the Problems page, which shows theirs, too. Owner: parent. Thread: GUI.
class RequestsDock : public QWidget
{
    Q_OBJECT
public:
    RequestsDock(RequestLogModel& model, bool failedOnly, QWidget* parent = nullptr);

    int count() const { return m_proxy.rowCount(); }
    /// Feeds a model from the transport, for as long as both live.
    static void follow(Transport& transport, RequestLogModel& model);

Q_SIGNALS:
    void countChanged(int count);

private:
    class Proxy : public QSortFilterProxyModel
    {
    public:
        bool failedOnly = false;
        bool background = false; ///< show those as well
        QString text;
        void apply() { invalidateFilter(); }

        QVariant data(const QModelIndex& index, int role) const override; ///< amounts under the mask

    protected:
        bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    };
    void showMenu(const QPoint& at);
    void copyCurrent(int role);
    void selectionChanged();
    void refreshBackground();

    RequestLogModel& m_model;
    Proxy m_proxy;
    GridView* m_view;
    Button* m_background;
    Button* m_curl;
    Button* m_cli;
};

} // namespace run402
