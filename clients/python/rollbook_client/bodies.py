"""Types of the request bodies, for type checkers and editors.

Which members a partner must send can differ by the operator's policy, so none
is required here that every partner could leave out.
"""

from __future__ import annotations

from typing import Optional, TypedDict, Union


class BocaRatonChanges(TypedDict, total=False):
    """In a change, None clears a field that is optional for the partner."""

    email: Optional[str]
    firstName: Optional[str]
    lastName: Optional[str]
    dateOfBirth: Optional[str]
    addressLine1: Optional[str]
    addressLine2: Optional[str]
    city: Optional[str]
    postalCode: Optional[str]
    province: Optional[str]
    country: Optional[str]
    occupation: Optional[str]
    isCiroAffiliate: Optional[bool]


class _BocaRatonRequired(TypedDict):
    externalId: str


class BocaRatonUser(_BocaRatonRequired, BocaRatonChanges):
    """A new user."""


class _CapaRequired(TypedDict):
    externalUserId: str


class CapaUser(_CapaRequired, total=False):
    method: str
    identifier: Optional[str]
    userType: str
    alias: Optional[str]


class _SmartphoneKeyRequired(TypedDict):
    userId: str
    email: str


class SmartphoneKeyUser(_SmartphoneKeyRequired, total=False):
    firstName: Optional[str]
    lastName: Optional[str]
    phoneNumber: Optional[str]


class _AddressRequired(TypedDict):
    line1: str
    city: str
    postalCode: Union[str, int, float]
    countryCode: str


class WealthyhoodAddress(_AddressRequired, total=False):
    line2: Optional[str]


class WealthyhoodTaxResidency(TypedDict):
    countryCode: str
    proofType: str
    value: str


class _WealthyhoodRequired(TypedDict):
    email: str
    firstName: str
    lastName: str
    dateOfBirth: str
    residencyCountry: str


class WealthyhoodUser(_WealthyhoodRequired, total=False):
    address: Optional[WealthyhoodAddress]
    taxResidency: Optional[WealthyhoodTaxResidency]
