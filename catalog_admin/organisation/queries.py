"""Reading tenants."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from catalog_admin.kit.work import Reads, Work
from catalog_admin.organisation import store
from catalog_admin.organisation.model import DemoState, Doorplate, Tenant


def find_tenant(session: Session, key: str) -> Doorplate | None:
    """Works before any tenant is set; tells nothing but the id and what readers without a token get."""
    return store.doorplate(session, key)


def every_tenant(connection: Connection) -> list[Tenant]:
    """In the order of their keys. Only the owner of the tables sees over the wall: nobody else gets a row."""
    return store.all_tenants(Session(connection))


def tenant(transaction: Reads | Work) -> Tenant:
    """The tenant this transaction is for."""
    return store.tenant_of(store.own_row(transaction))


def demo_state(transaction: Reads | Work) -> DemoState | None:
    """None in a tenant that the demo is not to be loaded into."""
    state = store.own_row(transaction).demo
    return DemoState(state) if state else None
